import Foundation

/// Colours and their codes in video, computed in double precision from the equations of ITU-T H.273 (07/2021), §8.3, and
/// apart from what they are to test.
struct ReferenceColour: Sendable, CustomStringConvertible {
    /// Gamma-coded, 0 to 1.
    var red: Double
    var green: Double
    var blue: Double

    static let all: [ReferenceColour] = [
        .init(1, 1, 1), .init(0, 0, 0), .init(0.5, 0.5, 0.5), .init(1, 0, 0), .init(0, 1, 0), .init(0, 0, 1),
        .init(0, 1, 1), .init(1, 0, 1), .init(1, 1, 0), .init(0.8, 0.5, 0.3), .init(0.1, 0.2, 0.15),
    ]

    init(_ red: Double, _ green: Double, _ blue: Double) { (self.red, self.green, self.blue) = (red, green, blue) }

    var description: String { "(\(red), \(green), \(blue))" }

    /// E'Y, E'PB and E'PR (equations 38 to 40) for the weights KR and KB.
    private func analogue(kr: Double, kb: Double) -> (y: Double, pb: Double, pr: Double) {
        let y = kr * red + (1 - kr - kb) * green + kb * blue
        return (y, 0.5 * (blue - y) / (1 - kb), 0.5 * (red - y) / (1 - kr))
    }

    /// Y, Cb and Cr as a video of `bits` a sample has them: equations 24 to 26 for the limited range, 30 to 32 for the full.
    func codes(kr: Double, kb: Double, isFullRange: Bool, bits: Int) -> [Int] {
        let (y, pb, pr) = analogue(kr: kr, kb: kb)
        let unit = Double(1 << (bits - 8))
        let maximum = Double(1 << bits) - 1
        let codes =
            isFullRange
            ? [maximum * y, maximum * pb + 128 * unit, maximum * pr + 128 * unit]
            : [unit * (219 * y + 16), unit * (224 * pb + 128), unit * (224 * pr + 128)]
        return codes.map { Int(min(max($0.rounded(), 0), maximum)) }
    }

    /// Y, Cg and Co of eight bits: equations 20 to 22 or 27 to 29, and then 44 to 46.
    func yCgCoCodes(isFullRange: Bool) -> [Int] {
        let codes = identityCodes(isFullRange: isFullRange).map(Double.init)
        let (g, b, r) = (codes[0], codes[1], codes[2])
        return [0.5 * g + 0.25 * (r + b), 0.5 * g - 0.25 * (r + b) + 128, 0.5 * (r - b) + 128].map {
            Int(min(max($0.rounded(), 0), 255))
        }
    }

    /// G, B and R of eight bits: equations 20 to 22 or 27 to 29.
    func identityCodes(isFullRange: Bool) -> [Int] {
        [green, blue, red].map { Int(((isFullRange ? 255 : 219) * $0 + (isFullRange ? 0 : 16)).rounded()) }
    }

    /// The colour in other primaries.
    ///
    /// - Parameter rows: Of the matrix between the two in linear light.
    func transformed(
        _ rows: [[Double]], decode: (Double) -> Double, encode: (Double) -> Double
    ) -> ReferenceColour {
        let light = [red, green, blue].map(decode)
        let result = rows.map { encode(max($0[0] * light[0] + $0[1] * light[1] + $0[2] * light[2], 0)) }
        return ReferenceColour(result[0], result[1], result[2])
    }

    /// Y, Cb and Cr as a JPEG has them (JFIF 1.02): BT.601, full range, eight bits.
    var jfif: [Int] { codes(kr: 0.299, kb: 0.114, isFullRange: true, bits: 8) }
}
