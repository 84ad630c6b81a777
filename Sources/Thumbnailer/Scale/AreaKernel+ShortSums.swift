/// Sums of products of which only the upper sixteen bits are kept, which is 2.5 times as fast as 32-bit sums.
///
/// Each product loses less than 2^-16 of the whole range, and what they lose on average is added back. With few terms
/// that stays far below what an eight-bit JPEG can show; with many, the sums need 32 bits.
extension AreaKernel {
    /// The error is at most half a unit for each term: 8 of 65,536, a thirtieth of one step of an eight-bit sample.
    private static let mostShortTerms = 16

    /// A single weight is 2^15, which has no place in sixteen bits when doubled; and a single sample is to stay exact.
    @inline(__always)
    static func hasShortSums(_ count: Int) -> Bool { count > 1 && count <= mostShortTerms }

    /// What products of evenly distributed code values with the weights lose on average, in units of the result.
    ///
    /// Of a product, depth - 1 bits are cut off, of which as many are zero as the weight has trailing zeros. Where that
    /// leaves three bits or fewer, the scale is 1/2, 1/4 or 1/8: there the samples, too, end in zeros, unless the video has
    /// sixteen bits, and the means are exact without help.
    @inline(__always)
    static func shortSumBias(of weights: UnsafeBufferPointer<UInt16>, depth: Int) -> UInt16 {
        var sum: UInt32 = 0
        for k in 0..<weights.count {
            let weight = unsafe weights[k]
            let bits = depth &- 1 &- weight.trailingZeroBitCount
            if bits <= 3 { continue }
            sum &+= ((1 &<< 16) &- (1 &<< UInt32(16 &- bits))) &>> 1
        }
        return UInt16(truncatingIfNeeded: (sum &+ 1 &<< 15) &>> 16)
    }
}
