/// From the decoded frame's size to the thumbnail's.
struct Geometry: Equatable, Sendable {
    /// Of the thumbnail as it is shown, in pixels.
    var width: Int
    var height: Int
    /// The same before it is turned: what the frame is scaled to.
    var scaledWidth: Int
    var scaledHeight: Int

    /// - Parameters:
    ///   - frameWidth: Of the decoded frame, in pixels of `sampleAspectRatio`.
    ///   - options: Bounds of the shown picture. It is never larger than the frame is when shown.
    init(
        frameWidth: Int, frameHeight: Int, sampleAspectRatio: Ratio, orientation: Orientation, options: ThumbnailOptions
    ) {
        let shownWidth = Double(frameWidth) * sampleAspectRatio.value
        let shownHeight = Double(frameHeight)
        let (fullWidth, fullHeight) = orientation.swapsAxes ? (shownHeight, shownWidth) : (shownWidth, shownHeight)
        let scale = min(
            1, options.width.map { Double($0) / fullWidth } ?? 1, options.height.map { Double($0) / fullHeight } ?? 1)
        width = Self.pixels(fullWidth * scale)
        height = Self.pixels(fullHeight * scale)
        (scaledWidth, scaledHeight) = orientation.swapsAxes ? (height, width) : (width, height)
    }

    /// A line of a very long picture is one pixel, not none.
    private static func pixels(_ length: Double) -> Int {
        Int(length.rounded()).clamped(to: ThumbnailOptions.sizes)
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
