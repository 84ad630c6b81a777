/// How the samples of a frame are to be understood (ITU-T H.273).
struct ColourDescription: Equatable, Sendable {
    var matrix: ColourMatrix
    var isFullRange: Bool
    /// Bits of one sample.
    var depth: Int
    var transfer = TransferFunction.bt1886
    var primaries = Primaries.bt709
    /// Whether every pixel has a colour of its own (4:4:4, RGB), as in screen recordings and graphics, whose thin coloured
    /// lines would suffer if the thumbnail's chroma were halved.
    var hasFullChroma = false
    var hasAlpha = false

    /// What a JPEG holds (JFIF 1.02), with sixteen bits.
    static let jfif = ColourDescription(matrix: .bt601, isFullRange: true, depth: 16, transfer: .sRGB)

    /// Where the codes of a ``SmallPicture`` lie.
    struct Codes: Equatable, Sendable {
        /// Of the first sample and of the others: what stands for 0.
        var zero: SIMD3<Double>
        /// What 1 is above that.
        var range: SIMD3<Double>
    }

    var codes: Codes {
        let largest = Double(((1 << depth) - 1) << (16 - depth))
        let (black, luma) = isFullRange ? (0, largest) : (16.0 * 256, 219.0 * 256)
        let differences = isFullRange || !matrix.hasWideDifferences ? luma : 224.0 * 256
        let middle = matrix.hasDifferences ? 32768 : black
        return Codes(zero: [black, middle, middle], range: [luma, differences, differences])
    }

    /// From codes to R', G' and B' of 0…1: multiply, then add.
    var decoding: (matrix: Matrix3, constant: SIMD3<Double>) {
        let codes = codes
        let matrix = matrix.encoding.inverse * Matrix3(diagonal: 1 / codes.range)
        return (matrix, -(matrix * codes.zero))
    }

    /// The inverse of ``decoding``.
    var encoding: (matrix: Matrix3, constant: SIMD3<Double>) {
        let codes = codes
        return (Matrix3(diagonal: codes.range) * matrix.encoding, codes.zero)
    }
}
