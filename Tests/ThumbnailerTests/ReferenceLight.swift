import Foundation

/// Light and samples of HDR video, from the equations of BT.2100-2 and IEC 61966-2-1, apart from what they are to test.
enum ReferenceLight {
    /// Inverse EOTF of PQ (table 4): from cd/m² to a sample of 0…1.
    static func pq(_ light: Double) -> Double {
        let y = pow(light / 10_000, 0.1593017578125)
        return pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375)
    }

    /// OETF of HLG after the inverse of its OOTF (table 5): from a grey of cd/m² on a display of 1,000 to a sample.
    static func hlg(_ light: Double) -> Double {
        let scene = pow(light / 1000, 1 / 1.2)
        return scene <= 1.0 / 12 ? (3 * scene).squareRoot() : 0.17883277 * log(12 * scene - 0.28466892) + 0.55991073
    }

    /// From linear light of 0…1 to a level of 0…255.
    static func sRGB(_ light: Double) -> Double {
        255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }

    /// From a level of 0…255 to linear light.
    static func light(ofLevel level: UInt8) -> Double {
        let value = Double(level) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// From BT.2020's primaries to BT.709's (Report ITU-R BT.2407-0, §2.2).
    static let toBT709 = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
}
