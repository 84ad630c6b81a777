/// From the decoded frame's size to the thumbnail's.
struct Geometry: Equatable, Sendable {
    /// Of the thumbnail as it is shown, in pixels.
    var width: Int
    var height: Int
    /// The same before it is turned: what the frame is scaled to.
    var scaledWidth: Int
    var scaledHeight: Int
    /// What of the frame is shown: all of it, or a part of its middle.
    var region: SourceRegion

    /// - Parameters:
    ///   - frameWidth: Of the decoded frame, in pixels of `sampleAspectRatio`.
    ///   - options: Bounds of the shown picture. It is never larger than the frame, or the part of it, is when shown.
    init(
        frameWidth: Int, frameHeight: Int, sampleAspectRatio: Ratio, orientation: Orientation, options: ThumbnailOptions
    ) {
        let stored = (width: Double(frameWidth) * sampleAspectRatio.value, height: Double(frameHeight))
        let full = orientation.swapsAxes ? (width: stored.height, height: stored.width) : stored
        // How far the frame must shrink to touch each bound.
        let toWidth = options.width.map { Double($0) / full.width }
        let toHeight = options.height.map { Double($0) / full.height }
        let scale: Double
        let part: (width: Double, height: Double)
        switch (options.fit, toWidth, toHeight) {
        case (.cover, let toWidth?, let toHeight?):
            let larger = max(toWidth, toHeight)
            part = (width: toWidth / larger, height: toHeight / larger)
            scale = min(1, larger)
        default:
            part = (width: 1, height: 1)
            scale = min(1, toWidth ?? 1, toHeight ?? 1)
        }
        width = Self.pixels(full.width * part.width * scale)
        height = Self.pixels(full.height * part.height * scale)
        (scaledWidth, scaledHeight) = orientation.swapsAxes ? (height, width) : (width, height)
        let storedPart = orientation.swapsAxes ? (width: part.height, height: part.width) : part
        region = SourceRegion(
            middle: storedPart.width, storedPart.height, ofWidth: Double(frameWidth), height: Double(frameHeight))
    }

    /// A line of a very long picture is one pixel, not none.
    private static func pixels(_ length: Double) -> Int {
        Int(length.rounded()).clamped(to: ThumbnailOptions.sizes)
    }
}

extension SourceRegion {
    /// The middle of a frame, `x` of its width and `y` of its height.
    fileprivate init(middle x: Double, _ y: Double, ofWidth width: Double, height: Double) {
        self.init(x: width * (1 - x) / 2, y: height * (1 - y) / 2, width: width * x, height: height * y)
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
