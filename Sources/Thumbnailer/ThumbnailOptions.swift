/// What kind of thumbnail is wanted.
package struct ThumbnailOptions: Sendable, Equatable {
    /// How the picture meets ``width`` and ``height``.
    package enum Fit: String, CaseIterable, Sendable {
        /// All of it lies within them, in its own aspect ratio.
        case inside
        /// Its middle fills them; what lies beside is cut off. A video that is too small for it gives the largest picture of
        /// that aspect ratio.
        case cover
    }

    package var time: WantedTime
    package var selection: FrameSelection
    /// In pixels; nil for no bound.
    package var width: Int?
    /// In pixels; nil for no bound.
    package var height: Int?
    package var fit: Fit
    /// Of the JPEG, 1 to 100; more for tiny pictures.
    package var quality: Int

    package static let defaultTime = WantedTime.fraction(0.1)
    package static let defaultWidth = 480
    package static let defaultQuality = 80
    /// What libjpeg can write.
    package static let sizes = 1...65_500
    package static let qualities = 1...100

    /// - Parameters:
    ///   - width: The default width holds only if no height is given either.
    ///   - fit: What is to be filled has two sides: of one that is given, a square is made.
    package init(
        time: WantedTime = defaultTime, width: Int? = nil, height: Int? = nil, fit: Fit = .inside,
        quality: Int = defaultQuality, selection: FrameSelection = .keyframe
    ) {
        let width = width ?? (height == nil ? Self.defaultWidth : nil)
        self.time = time
        self.selection = selection
        self.width = fit == .cover ? width ?? height : width
        self.height = fit == .cover ? height ?? width : height
        self.fit = fit
        self.quality = quality
    }

    /// The quality for a picture of this size. An icon of up to 64x64 pixels gets at least 95: of its 1,000 bytes most are
    /// the JPEG's tables, so that costs little, and each of its pixels counts.
    func quality(ofWidth width: Int, height: Int) -> Int {
        width * height <= 64 * 64 ? max(quality, 95) : quality
    }
}
