/// How gamma-coded red, green and blue are coded in three samples (ITU-T H.273 §8.3, MatrixCoefficients).
enum ColourMatrix: Equatable, Sendable {
    /// Y', Cb and Cr by the weights of red and blue in luma.
    case yCbCr(red: Double, blue: Double)
    /// Green, blue and red as they are.
    case identity
    /// Luma, green-magenta and orange-blue difference.
    case yCgCo
    /// ICtCp of BT.2100, whose three non-linear components are not R', G', B' but L', M', S' of cones.
    case iCtCp(TransferFunction)

    static let bt601 = ColourMatrix.yCbCr(red: 0.299, blue: 0.114)
    static let bt709 = ColourMatrix.yCbCr(red: 0.2126, blue: 0.0722)
    static let bt2020 = ColourMatrix.yCbCr(red: 0.2627, blue: 0.0593)
    static let fcc = ColourMatrix.yCbCr(red: 0.30, blue: 0.11)
    static let smpte240m = ColourMatrix.yCbCr(red: 0.212, blue: 0.087)

    /// From (R', G', B') of 0…1 to luma of 0…1 and differences of -0.5…0.5.
    var encoding: Matrix3 {
        switch self {
        case .yCbCr(let red, let blue):
            let luma: SIMD3 = [red, 1 - red - blue, blue]
            return Matrix3(
                rows: luma, ([0, 0, 1] - luma) / (2 * (1 - blue)), ([1, 0, 0] - luma) / (2 * (1 - red)))
        case .identity: return Matrix3(rows: [0, 1, 0], [0, 0, 1], [1, 0, 0])
        case .yCgCo: return Matrix3(rows: [0.25, 0.5, 0.25], [-0.25, 0.5, -0.25], [0.5, 0, -0.5])
        case .iCtCp(.hlg):
            return Matrix3(
                rows: [0.5, 0.5, 0], [3625.0 / 4096, -7465.0 / 4096, 3840.0 / 4096],
                [9500.0 / 4096, -9212.0 / 4096, -288.0 / 4096])
        case .iCtCp:
            return Matrix3(
                rows: [0.5, 0.5, 0], [6610.0 / 4096, -13613.0 / 4096, 7003.0 / 4096],
                [17933.0 / 4096, -17390.0 / 4096, -543.0 / 4096])
        }
    }

    /// From linear light in BT.2020 primaries to that of cones (BT.2100-2, table 7), where the samples code that.
    static let cones = Matrix3(
        rows: [1688.0 / 4096, 2146.0 / 4096, 262.0 / 4096], [683.0 / 4096, 2951.0 / 4096, 462.0 / 4096],
        [99.0 / 4096, 309.0 / 4096, 3688.0 / 4096])

    /// Whether the second and the third sample lie around the middle of their range.
    var hasDifferences: Bool { self != .identity }

    /// Whether differences are coded with 224 steps in limited range, as against the 219 of luma.
    var hasWideDifferences: Bool {
        switch self {
        case .yCbCr, .iCtCp: true
        case .identity, .yCgCo: false
        }
    }
}
