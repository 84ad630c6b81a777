/// What ``AreaKernel`` computes, sample by sample: the reference of the tests, and for lines shorter than a vector.
extension AreaKernel {
    package static func averageLinesScalar(
        _ first: UnsafeRawPointer, stride: Int, depth: Int, weights: UnsafeBufferPointer<UInt16>, columns: Int,
        into result: UnsafeMutablePointer<UInt16>
    ) {
        let isShort = hasShortSums(weights.count)
        let bias = unsafe UInt32(shortSumBias(of: weights, depth: depth))
        for x in 0..<columns {
            var sum: UInt32 = isShort ? bias : 1 << UInt32(depth - 2)
            for unsafe(k, weight) in unsafe weights.enumerated() {
                let line = unsafe first + k * stride
                let sample =
                    unsafe depth == 8
                    ? UInt16(line.load(fromByteOffset: x, as: UInt8.self))
                    : line.loadUnaligned(fromByteOffset: 2 * x, as: UInt16.self)
                let product = UInt32(sample) * UInt32(weight)
                sum += isShort ? product >> UInt32(depth - 1) : product
            }
            unsafe result[x] = UInt16(truncatingIfNeeded: isShort ? sum : sum >> UInt32(depth - 1))
        }
    }

    package static func transposeScalar(
        _ lines: UnsafePointer<UInt16>, stride: Int, columns: Int, into result: UnsafeMutablePointer<UInt16>
    ) {
        for x in 0..<(columns + 7) / 8 * 8 {
            for y in 0..<bandHeight { unsafe result[x * bandHeight + y] = unsafe lines[y * stride + x] }
        }
    }

    package static func averageColumnsScalar(
        _ columns: UnsafePointer<UInt16>, step: Int, axis: AxisWeights, lines: Int,
        into result: UnsafeMutablePointer<UInt16>, stride: Int
    ) {
        for x in 0..<axis.count {
            let range = axis.range(ofResult: x)
            let isShort = hasShortSums(range.count)
            let first = axis.start(ofResult: x) - axis.used.lowerBound
            for y in 0..<lines {
                var sum = isShort ? UInt32(axis.shortSumBias(ofResult: x)) : 1 << UInt32(AxisWeights.bits - 1)
                for (k, weight) in axis.weights[range].enumerated() {
                    let product = unsafe UInt32(columns[(first + k) * step * bandHeight + y]) * UInt32(weight)
                    sum += isShort ? product >> UInt32(AxisWeights.bits) : product
                }
                unsafe result[y * stride + x] = UInt16(isShort ? sum : sum >> UInt32(AxisWeights.bits))
            }
        }
    }
}
