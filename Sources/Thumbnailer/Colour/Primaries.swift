/// The chromaticities of red, green, blue and white (ITU-T H.273 §8.1, ColourPrimaries).
struct Primaries: Equatable, Sendable {
    /// CIE 1931 x and y.
    var red: SIMD2<Double>
    var green: SIMD2<Double>
    var blue: SIMD2<Double>
    var white: SIMD2<Double>

    private static let d65: SIMD2 = [0.3127, 0.3290]
    private static let illuminantC: SIMD2 = [0.310, 0.316]

    static let bt709 = Primaries(red: [0.640, 0.330], green: [0.300, 0.600], blue: [0.150, 0.060], white: d65)
    static let bt601Lines625 = Primaries(
        red: [0.640, 0.330], green: [0.290, 0.600], blue: [0.150, 0.060], white: d65)
    static let bt601Lines525 = Primaries(
        red: [0.630, 0.340], green: [0.310, 0.595], blue: [0.155, 0.070], white: d65)
    static let bt470M = Primaries(
        red: [0.670, 0.330], green: [0.210, 0.710], blue: [0.140, 0.080], white: illuminantC)
    static let bt2020 = Primaries(red: [0.708, 0.292], green: [0.170, 0.797], blue: [0.131, 0.046], white: d65)
    static let displayP3 = Primaries(red: [0.680, 0.320], green: [0.265, 0.690], blue: [0.150, 0.060], white: d65)
    /// Those of ``displayP3`` with the white of a cinema.
    static let cinemaP3 = Primaries(
        red: [0.680, 0.320], green: [0.265, 0.690], blue: [0.150, 0.060], white: [0.314, 0.351])

    /// Whether a display of BT.709 would show such colours clearly too dull: a gamut made to be larger.
    ///
    /// Those of standard-definition video are left as they are, as players do: they are near, and files often name them
    /// only because somebody scaled a picture.
    var isWide: Bool { [.bt2020, .displayP3, .cinemaP3].contains(self) }

    /// From linear light in these primaries to CIE XYZ, of which white has a Y of 1 (SMPTE RP 177).
    var toXYZ: Matrix3 {
        let (r, g, b) = (Self.xyz(red), Self.xyz(green), Self.xyz(blue))
        let columns = Matrix3(rows: [r.x, g.x, b.x], [r.y, g.y, b.y], [r.z, g.z, b.z])
        return columns * Matrix3(diagonal: columns.inverse * Self.xyz(white))
    }

    /// From linear light in these primaries to that in others; white stays white (Bradford's adaptation).
    func matrix(to other: Primaries) -> Matrix3 {
        if self == other { return .identity }
        let adaptation =
            white == other.white
            ? .identity
            : Self.bradford.inverse
                * Matrix3(
                    diagonal: Self.bradford * Self.xyz(other.white) / (Self.bradford * Self.xyz(white)))
                * Self.bradford
        return other.toXYZ.inverse * adaptation * toXYZ
    }

    /// Of red, green and blue in luminance.
    var luminance: SIMD3<Double> { toXYZ[1] }

    private static func xyz(_ chromaticity: SIMD2<Double>) -> SIMD3<Double> {
        [chromaticity.x / chromaticity.y, 1, (1 - chromaticity.x - chromaticity.y) / chromaticity.y]
    }

    private static let bradford = Matrix3(
        rows: [0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296])
}
