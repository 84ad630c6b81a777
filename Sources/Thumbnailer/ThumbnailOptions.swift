/// What kind of thumbnail is wanted.
package struct ThumbnailOptions: Sendable, Equatable {
    package var time: WantedTime
    /// The picture fits into this width, in pixels; nil for no bound.
    package var width: Int?
    /// The picture fits into this height, in pixels; nil for no bound.
    package var height: Int?
    /// Of the JPEG, 1 to 100.
    package var quality: Int

    package static let defaultTime = WantedTime.fraction(0.1)
    package static let defaultWidth = 480
    package static let defaultQuality = 80
    /// What libjpeg can write.
    package static let sizes = 1...65_500
    package static let qualities = 1...100

    /// - Parameter width: The default width holds only if no height is given either.
    package init(
        time: WantedTime = defaultTime, width: Int? = nil, height: Int? = nil, quality: Int = defaultQuality
    ) {
        self.time = time
        self.width = width ?? (height == nil ? Self.defaultWidth : nil)
        self.height = height
        self.quality = quality
    }
}
