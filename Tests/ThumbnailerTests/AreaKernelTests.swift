import Loopback
import Testing

@testable import Thumbnailer

/// Names as in the benchmarks.
@Suite("Area kernels against their scalar references")
struct AreaKernelTests {
    /// Beyond what may be written.
    private static let untouched: UInt16 = 0xA5A5

    @Test("averageLines gives the reference's bits, and touches nothing else", arguments: [8, 9, 10, 12, 14, 16])
    func averageLines(depth: Int) {
        var generator = SplitMix64(seed: UInt64(depth))
        for width in [1, 2, 7, 31, 32, 33, 63, 64, 65, 100, 161] {
            for count in [1, 2, 3, 5, 16, 17, 40] {
                let plane = RandomPlane(
                    width: width, height: count, depth: depth, padding: Int.random(in: 0...70, using: &generator),
                    using: &generator)
                let weights = AxisWeights(count: 1, origin: 0, length: Double(count), sampleCount: count).weights
                var results = [[UInt16]](repeating: [UInt16](repeating: Self.untouched, count: width + 40), count: 2)
                unsafe weights.withUnsafeBufferPointer { weights in
                    unsafe AreaKernel.averageLines(
                        plane.base, stride: plane.stride, depth: depth, weights: weights, columns: width,
                        into: &results[0])
                    unsafe AreaKernel.averageLinesScalar(
                        plane.base, stride: plane.stride, depth: depth, weights: weights, columns: width,
                        into: &results[1])
                }
                #expect(results[0] == results[1], "\(count) lines of \(width)")
                #expect(results[0][width...].allSatisfy { $0 == Self.untouched })
            }
        }
    }

    @Test("transpose gives the reference's bits, and touches nothing else")
    func transpose() {
        var generator = SplitMix64(seed: 1)
        for width in [1, 7, 8, 9, 64, 121] {
            let padded = (width + 7) / 8 * 8
            let stride = padded + Int.random(in: 0...9, using: &generator)
            let lines = (0..<16 * stride).map { _ in UInt16(truncatingIfNeeded: generator.next()) }
            var results = [[UInt16]](repeating: [UInt16](repeating: Self.untouched, count: 16 * padded + 40), count: 2)
            unsafe AreaKernel.transpose(lines, stride: stride, columns: width, into: &results[0])
            unsafe AreaKernel.transposeScalar(lines, stride: stride, columns: width, into: &results[1])
            #expect(results[0] == results[1])
            #expect(results[0][1] == lines[stride])
            #expect(results[0][(16 * padded)...].allSatisfy { $0 == Self.untouched })
        }
    }

    @Test("averageColumns gives the reference's bits, and touches nothing else", arguments: 1...4)
    func averageColumns(step: Int) {
        var generator = SplitMix64(seed: UInt64(step))
        for (columns, count) in [(1, 1), (5, 3), (8, 8), (9, 8), (100, 33), (40, 40), (20, 37), (2000, 9), (3, 64)] {
            for lines in [1, 7, 8, 9, 16] {
                let samples = (0..<16 * step * columns).map { _ in UInt16(truncatingIfNeeded: generator.next()) }
                let axis = AxisWeights(
                    count: count, origin: Double.random(in: -0.5...0.5, using: &generator), length: Double(columns),
                    sampleCount: columns)
                let stride = count + Int.random(in: 0...5, using: &generator)
                var results = [[UInt16]](
                    repeating: [UInt16](repeating: Self.untouched, count: stride * 16 + 16), count: 2)
                unsafe AreaKernel.averageColumns(
                    samples, step: step, axis: axis, lines: lines, into: &results[0], stride: stride)
                unsafe AreaKernel.averageColumnsScalar(
                    samples, step: step, axis: axis, lines: lines, into: &results[1], stride: stride)
                #expect(results[0] == results[1], "\(columns) to \(count) columns, \(lines) lines")
                #expect(results[0][(stride * (lines - 1) + count)...].allSatisfy { $0 == Self.untouched })
            }
        }
    }
}
