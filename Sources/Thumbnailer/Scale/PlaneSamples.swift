/// The samples of one plane of a frame, for as long as the frame lives: one component, or several that alternate.
@safe package struct PlaneSamples {
    /// First sample of the first line.
    var base: UnsafeRawPointer
    /// From one line to the next, in bytes; negative where a picture is stored from bottom to top.
    var stride: Int
    /// Of one line, counting the samples of all components.
    var columns: Int
    var lines: Int
    /// Bits of a code value: 8 for bytes, 9 to 16 for little-endian words.
    var depth: Int

    /// - Parameter base: Must stay valid while this is used.
    package init(base: UnsafeRawPointer, stride: Int, columns: Int, lines: Int, depth: Int) {
        unsafe self.base = base
        self.stride = stride
        self.columns = columns
        self.lines = lines
        self.depth = depth
    }

    /// Every second line, beginning with the first or the second.
    func field(isTop: Bool) -> PlaneSamples {
        guard lines > 1 else { return self }
        return unsafe PlaneSamples(
            base: isTop ? base : base + stride, stride: 2 * stride, columns: columns,
            lines: isTop ? (lines + 1) / 2 : lines / 2, depth: depth)
    }

    /// Averages to the sizes of the axes. Needs memory for 64 bytes a column beside the results.
    ///
    /// - Parameters:
    ///   - vertical: Of all components.
    ///   - components: Which are wanted.
    /// - Returns: For each component, lines without padding of code values times 2^(16 - depth).
    package func averaged(vertical: AxisWeights, components: [Component]) -> [[UInt16]] {
        precondition(vertical.used.upperBound <= lines, "the axis is longer than the plane is high")
        let first = components.map(\.firstColumn).min() ?? 0
        let end = components.map(\.endColumn).max() ?? 0
        precondition(first >= 0 && end <= columns, "an axis is longer than the plane is wide")
        var results = components.map { [UInt16](repeating: 0, count: $0.horizontal.count * vertical.count) }

        let band = AreaKernel.bandHeight
        let stride = (end - first + 7) / 8 * 8
        unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * band * stride) { scratch in
            unsafe scratch.initialize(repeating: 0)
            let averagedLines = scratch.baseAddress!
            let transposed = unsafe averagedLines + band * stride
            let origin = unsafe base + first * (depth > 8 ? 2 : 1)
            for top in Swift.stride(from: 0, to: vertical.count, by: band) {
                let height = min(band, vertical.count - top)
                unsafe vertical.weights.withUnsafeBufferPointer { weights in
                    for y in 0..<height {
                        let range = vertical.range(ofResult: top + y)
                        unsafe AreaKernel.averageLines(
                            origin + vertical.start(ofResult: top + y) * self.stride, stride: self.stride, depth: depth,
                            weights: UnsafeBufferPointer(rebasing: weights[range]), columns: end - first,
                            into: averagedLines + y * stride)
                    }
                }
                unsafe AreaKernel.transpose(averagedLines, stride: stride, columns: end - first, into: transposed)
                for (i, component) in components.enumerated() {
                    let width = component.horizontal.count
                    unsafe results[i].withUnsafeMutableBufferPointer { result in
                        unsafe AreaKernel.averageColumns(
                            transposed + (component.firstColumn - first) * band, step: component.step,
                            axis: component.horizontal, lines: height, into: result.baseAddress! + top * width,
                            stride: width)
                    }
                }
            }
        }
        return results
    }

    /// One of the components of a plane, and what is made of it.
    package struct Component: Sendable {
        /// Of the first sample, in columns.
        var offset: Int
        /// From one sample to the next, in columns.
        var step: Int
        var horizontal: AxisWeights

        package init(offset: Int = 0, step: Int = 1, horizontal: AxisWeights) {
            self.offset = offset
            self.step = step
            self.horizontal = horizontal
        }

        var firstColumn: Int { offset + step * horizontal.used.lowerBound }
        var endColumn: Int { offset + step * (horizontal.used.upperBound - 1) + 1 }
    }
}
