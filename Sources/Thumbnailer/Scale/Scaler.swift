import CFFmpeg

/// Scales a decoded frame to the thumbnail's size by area averaging, each component at its own depth and from where its
/// samples lie.
///
/// YCbCr stays in the video's matrix and range: converting the small picture is cheaper and more exact. RGB becomes
/// full-range YCbCr of the described matrix, after averaging.
struct Scaler {
    /// Of the frame before it is turned, in pixels.
    var width: Int
    var height: Int
    /// Where chroma samples lie; nil for what ``ChromaSiting`` makes of the frame.
    var siting: ChromaSiting?

    /// Needs memory for a few lines beside the result, and for one more frame if its pixel format has to be unpacked first.
    ///
    /// - Parameter region: Lies within the frame.
    func scale(
        _ frame: borrowing Frame, colour: ColourDescription, region: SourceRegion
    ) throws(ThumbnailError) -> SmallPicture {
        if let layout = SampleLayout(of: frame.pixelFormat) {
            return try scale(frame, layout, colour, region)
        }
        let unpacked = try frame.unpacked(isFullRange: colour.isFullRange)
        guard let layout = SampleLayout(of: unpacked.pixelFormat) else {
            throw ThumbnailError(.internalError, "\(unpacked.pixelFormatName) cannot be scaled")
        }
        var picture = try scale(unpacked, layout, colour, region)
        picture.rescale(from: SmallPicture.white(ofDepth: layout.depth), of: layout, to: colour)
        return picture
    }

    private func scale(
        _ frame: borrowing Frame, _ layout: SampleLayout, _ colour: ColourDescription, _ region: SourceRegion
    ) throws(ThumbnailError) -> SmallPicture {
        let (isInterlaced, isTopFieldFirst) = frame.interlacing
        let choice = LineChoice(
            isInterlaced: isInterlaced, isTopFieldFirst: isTopFieldFirst, lines: region.height, height: height)
        let siting = self.siting ?? ChromaSiting(of: frame)

        let full = axes(of: frame, region, choice, siting, widthShift: 0, heightShift: 0)
        let isSubsampled = layout.chromaWidthShift > 0 || layout.chromaHeightShift > 0
        let chroma =
            isSubsampled && layout.colours.count > 1
            ? axes(
                of: frame, region, choice, siting, widthShift: layout.chromaWidthShift,
                heightShift: layout.chromaHeightShift)
            : full

        // Planes that several components share are read once.
        let components = layout.colours + (layout.alpha.map { [$0] } ?? [])
        var results = [[UInt16]](repeating: [], count: components.count)
        for plane in Set(components.map(\.plane)).sorted() {
            let members = components.indices.filter { components[$0].plane == plane }
            func isChroma(_ component: Int) -> Bool { component == 1 || component == 2 }
            let parts = members.map {
                PlaneSamples.Component(
                    offset: components[$0].offset, step: components[$0].step,
                    horizontal: (isChroma($0) && $0 < layout.colours.count ? chroma : full).horizontal)
            }
            let ownAxes = members.allSatisfy { isChroma($0) && $0 < layout.colours.count } ? chroma : full
            guard
                let samples = frame.plane(
                    plane, samplesPerLine: parts.map(\.endColumn).max()!, lines: ownAxes.lines, depth: layout.depth)
            else { throw ThumbnailError(.internalError, "\(frame.pixelFormatName) without plane \(plane)") }
            let chosen =
                if case .field(let isTop) = choice { samples.field(isTop: isTop) } else { samples }
            for (index, result) in zip(members, chosen.averaged(vertical: ownAxes.vertical, components: parts)) {
                results[index] = result
            }
        }

        let alpha = layout.alpha == nil ? nil : results.removeLast()
        if layout.isRGB {
            return SmallPicture(
                width: width, height: height, red: results[0], green: results[1], blue: results[2], alpha: alpha,
                matrix: colour.matrix)
        }
        let grey = results.count < 3 ? [UInt16](repeating: 1 << 15, count: width * height) : []
        return SmallPicture(
            width: width, height: height, luma: results[0], blueDifference: results.count < 3 ? grey : results[1],
            redDifference: results.count < 3 ? grey : results[2], alpha: alpha)
    }

    private struct Axes {
        var horizontal: AxisWeights
        var vertical: AxisWeights
        /// Of a plane of the frame.
        var lines: Int
    }

    /// - Parameters:
    ///   - widthShift: How much fewer columns the components have than the frame, as a power of two.
    private func axes(
        of frame: borrowing Frame, _ region: SourceRegion, _ choice: LineChoice, _ siting: ChromaSiting,
        widthShift: Int, heightShift: Int
    ) -> Axes {
        let (shareX, shareY) = (1 << widthShift, 1 << heightShift)
        let columns = (frame.width + shareX - 1) / shareX
        let lines = (frame.height + shareY - 1) / shareY
        let chosenLines: Int
        switch choice {
        case .field(isTop: true): chosenLines = (lines + 1) / 2
        case .field(isTop: false): chosenLines = max(lines / 2, 1)
        default: chosenLines = lines
        }
        return Axes(
            horizontal: AxisWeights(
                count: width, origin: siting.horizontal.chroma(region.x, samplesShared: shareX),
                length: region.width / Double(shareX), sampleCount: columns),
            vertical: AxisWeights(
                count: height, origin: choice.line(siting.vertical.chroma(region.y, samplesShared: shareY)),
                length: choice.length(region.height / Double(shareY)), sampleCount: chosenLines,
                blendsFields: choice == .blended),
            lines: lines)
    }
}
