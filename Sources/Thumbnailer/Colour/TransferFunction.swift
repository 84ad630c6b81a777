#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// From a gamma-coded sample of 0…1 to light.
enum TransferFunction: Equatable, Sendable {
    /// Of a display for standard video: BT.1886 with a black of 0, a power of 2.4.
    case bt1886
    /// IEC 61966-2-1, as JPEGs are shown.
    case sRGB
    /// SMPTE ST 2084: absolute, up to 10,000 cd/m².
    case pq
    /// ARIB STD-B67, BT.2100: light of the scene.
    case hlg

    var isHDR: Bool { self == .pq || self == .hlg }

    /// Light of a sample: of 0…1, but for PQ in parts of 10,000 cd/m².
    func light(_ sample: Double) -> Double {
        switch self {
        case .bt1886: pow(sample, 2.4)
        case .sRGB: sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
        case .pq: Self.pqLight(sample)
        case .hlg: sample <= 0.5 ? sample * sample / 3 : (exp((sample - Self.hlgC) / Self.hlgA) + Self.hlgB) / 12
        }
    }

    /// The inverse of ``light(_:)``.
    func sample(_ light: Double) -> Double {
        switch self {
        case .bt1886: pow(light, 1 / 2.4)
        case .sRGB: light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        case .pq: Self.pqSample(light)
        case .hlg:
            light <= 1.0 / 12 ? (3 * light).squareRoot() : Self.hlgA * log(12 * light - Self.hlgB) + Self.hlgC
        }
    }

    // BT.2100-2, table 4.
    private static let (m1, m2) = (2610.0 / 16384, 2523.0 / 4096 * 128)
    private static let (c1, c2, c3) = (3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32)

    private static func pqLight(_ sample: Double) -> Double {
        let root = pow(sample, 1 / m2)
        return pow(max(root - c1, 0) / (c2 - c3 * root), 1 / m1)
    }

    private static func pqSample(_ light: Double) -> Double {
        let power = pow(light, m1)
        return pow((c1 + c2 * power) / (1 + c3 * power), m2)
    }

    // BT.2100-2, table 5.
    private static let (hlgA, hlgB, hlgC) = (0.17883277, 0.28466892, 0.55991073)
}
