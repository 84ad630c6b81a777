/// Brings high dynamic range and wide gamuts into what a JPEG is shown in: sRGB, by way of linear light.
///
/// Every step keeps greys grey, and the hue that linear light has:
/// 1. Samples become light (PQ, or HLG with BT.2100's system gamma for a display of 1,000 cd/m²), of which 1 is the
///    reference white of 203 cd/m² (BT.2408).
/// 2. ``ToneCurve`` brings highlights below it. All three channels are multiplied by what the curve does to the largest of
///    them (BT.2390 §5.4.1, "maxRGB"), so none is clipped. What the source's peak is says the picture itself, of which a
///    thousandth may be brighter, but never more than the metadata allow.
/// 3. A matrix leads to BT.709's primaries. What is too saturated for them is drawn towards grey of the same luminance, and
///    what is then too bright in one channel is dimmed in all three; clipping would change its hue.
/// 4. sRGB's transfer function, the inverse of what viewers of JPEGs apply. Wide-gamut video of standard range gets back its
///    own function instead, so that colours that BT.709 also has look as without this conversion.
struct LightConversion: Sendable {
    private let colour: ColourDescription
    private let largestPeak: Double

    /// The part of pixels that may be brighter than the peak: sparks, and the tops of reflections.
    private static let brightest = 0.001

    /// - Returns: Nil if samples may be shown as they are.
    init?(from colour: ColourDescription, levels: LightLevels = LightLevels()) {
        guard colour.transfer.isHDR || colour.primaries.isWide else { return nil }
        self.colour = colour
        largestPeak =
            colour.transfer == .hlg ? LightLevels.hlgPeak : min(levels.peak ?? LightLevels.pqPeak, LightLevels.pqPeak)
    }

    /// What ``convert(_:)`` makes.
    var result: ColourDescription { .jfif }

    /// - Complexity: 2.2 ms of PQ and 2.5 ms of HLG for 480x270 pixels, with the instructions that all x86-64 processors have.
    func convert(_ picture: SmallPicture) -> SmallPicture {
        let light = Light(of: picture, in: colour)
        let isHDR = colour.transfer.isHDR
        let gain: LightTable
        if isHDR {
            let seen = Double(light.level(exceededBy: Self.brightest)) * LightLevels.referenceWhite
            let curve = ToneCurve(peak: min(seen, largestPeak))
            gain = LightTable { light in
                // As at the smallest light that there is in steps of PQ.
                let light = max(light, 1e-6) * LightLevels.referenceWhite
                return curve(light) / light
            }
        } else {
            gain = LightTable { _ in 1 }
        }
        return light.picture(
            width: picture.width, height: picture.height, gain: gain, primaries: colour.primaries.matrix(to: .bt709),
            transfer: isHDR ? .sRGB : colour.transfer)
    }
}
