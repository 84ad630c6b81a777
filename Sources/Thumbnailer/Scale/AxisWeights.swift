/// Which samples of a plane make each sample of the thumbnail along one axis, and with what weight.
///
/// Each result is the mean of the interval that it covers, whose ends may lie within samples. Where that is shorter than
/// one sample (the chroma of a small video), an interval of one sample around the same middle is taken, which is linear
/// interpolation. Beyond its ends, a plane goes on with its last samples.
///
/// All weights together take at most a few bytes for each sample of the plane's side.
package struct AxisWeights: Equatable, Sendable {
    /// The sum of the weights of each result: 2^15, so that one weight and a sum of 16-bit samples times weights both fit
    /// into the multiplications of every instruction set.
    package static let bits = 15

    /// The first sample for each result.
    package private(set) var starts: [Int32] = []
    /// Where the weights of each result begin in `weights`, and at last the number of all.
    package private(set) var offsets: [Int32] = [0]
    /// One after the other, for consecutive samples; never zero at the ends of a result.
    package private(set) var weights: [UInt16] = []
    /// All samples that have weights.
    package private(set) var used: Range<Int>

    /// ``AreaKernel/shortSumBias(of:depth:)`` of each result, for samples of sixteen bits.
    private var biases: [UInt16] = []

    package var count: Int { starts.count }

    func start(ofResult i: Int) -> Int { Int(starts[i]) }
    /// Of the weights.
    func range(ofResult i: Int) -> Range<Int> { Int(offsets[i])..<Int(offsets[i + 1]) }
    func shortSumBias(ofResult i: Int) -> UInt16 { biases[i] }

    /// Calls `body` with the starts, the offsets, the weights and the biases of all results.
    @inline(__always)
    func withUnsafePointers(
        _ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<UInt16>, UnsafePointer<UInt16>) -> Void
    ) {
        unsafe starts.withUnsafeBufferPointer { starts in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                unsafe weights.withUnsafeBufferPointer { weights in
                    unsafe biases.withUnsafeBufferPointer { biases in
                        unsafe body(
                            starts.baseAddress!, offsets.baseAddress!, weights.baseAddress!, biases.baseAddress!)
                    }
                }
            }
        }
    }

    /// - Parameters:
    ///   - count: Of the results.
    ///   - origin: Where the first result's interval begins; sample k covers k to k + 1.
    ///   - length: Of all intervals together, in samples.
    ///   - sampleCount: Of the plane along this axis, at least one.
    ///   - blendsFields: Whether the means are taken of samples that were smoothed by [1 2 1]/4 before, which takes away
    ///     whatever differs from one sample to the next.
    package init(count: Int, origin: Double, length: Double, sampleCount: Int, blendsFields: Bool = false) {
        precondition(count > 0 && sampleCount > 0 && length > 0, "nothing to average")
        let step = length / Double(count)
        let half = max(step, 1) / 2
        let margin = blendsFields ? 1 : 0
        starts.reserveCapacity(count)
        offsets.reserveCapacity(count + 1)
        weights.reserveCapacity(count * (Int(2 * half) + 2 + 2 * margin))
        var (lowest, highest) = (sampleCount, 0)

        for i in 0..<count {
            let middle = origin + (Double(i) + 0.5) * step
            let (lower, upper) = (middle - half, middle + half)
            /// The share of the interval that lies before `end`.
            func share(before end: Double) -> Double { min(max((end - lower) / (upper - lower), 0), 1) }
            let first = (Self.floor(lower) - margin).clamped(to: 0...sampleCount - 1)
            let last = (-Self.floor(-upper) - 1 + margin).clamped(to: 0...sampleCount - 1)

            /// The weights of all samples before `end` together.
            func sum(before end: Int) -> Int {
                let end = Double(end)
                let covered =
                    blendsFields
                    ? share(before: end - 1) / 4 + share(before: end) / 2 + share(before: end + 1) / 4
                    : share(before: end)
                return Int(covered * Double(1 << Self.bits) + 0.5)
            }

            // Rounding the sums and not the weights keeps the total exact.
            var before = 0
            var start: Int?
            for k in first...last {
                let sum = k == last ? 1 << Self.bits : sum(before: k + 1)
                if start == nil, sum > 0 { start = k }
                if start != nil { weights.append(UInt16(sum - before)) }
                before = sum
            }
            let begin = Int(offsets[i])
            if blendsFields, weights.count - begin > 1 {
                // What lies beyond the ends belongs to the other field: to the last line but one.
                let (above, below) = (UInt16(sum(before: 0)), UInt16(1 << Self.bits - sum(before: sampleCount)))
                if start == 0 {
                    weights[begin] -= above
                    weights[begin + 1] += above
                }
                if last == sampleCount - 1 {
                    weights[weights.count - 1] -= below
                    weights[weights.count - 2] += below
                }
            }
            while weights.last == 0 { weights.removeLast() }
            starts.append(Int32(start!))
            offsets.append(Int32(weights.count))
            lowest = min(lowest, start!)
            highest = max(highest, start! + weights.count - Int(offsets[i]))
        }
        used = lowest..<highest
        biases = unsafe weights.withUnsafeBufferPointer { weights in
            (0..<count).map { i in
                unsafe AreaKernel.shortSumBias(
                    of: UnsafeBufferPointer(rebasing: weights[Int(offsets[i])..<Int(offsets[i + 1])]), depth: 16)
            }
        }
    }

    /// `rounded(.down)` is a call into the C library where SSE4.1 is not a given.
    private static func floor(_ value: Double) -> Int {
        let whole = Int(value)
        return Double(whole) > value ? whole - 1 : whole
    }
}
