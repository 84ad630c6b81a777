#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A picture in linear light: red, green and blue of which 1 is white, in primaries of its own.
struct Light: Sendable {
    private let planes: ([Float], [Float], [Float])

    /// Light in the video's own primaries; of HDR, 1 is ``LightLevels/referenceWhite``.
    init(of picture: SmallPicture, in colour: ColourDescription) {
        let unit = colour.transfer == .pq ? LightLevels.pqPeak / LightLevels.referenceWhite : 1
        let table = SampleTable { colour.transfer.light($0) * unit }
        let (matrix, constant) = colour.decoding
        let samples = AffineMap(matrix, constant: constant)
        let isICtCp = if case .iCtCp = colour.matrix { true } else { false }
        let primaries = AffineMap(ColourMatrix.cones.inverse)
        // HLG's opto-optical transfer function (BT.2100-2, table 5).
        let gain = LightTable { pow($0, 0.2) * LightLevels.hlgPeak / LightLevels.referenceWhite }
        let weights = SIMD3<Float>(Primaries.bt2020.luminance)

        let isHLG = colour.transfer == .hlg
        planes = ThreePlanes.map(picture.luma, picture.blueDifference, picture.redDifference) { y, cb, cr in
            let (r, g, b) = samples(y, cb, cr)
            var (red, green, blue) = (table(r), table(g), table(b))
            if isICtCp { (red, green, blue) = primaries(red, green, blue) }
            guard isHLG else { return (red, green, blue) }
            let gain = gain(weights.x * red + weights.y * green + weights.z * blue)
            return (red * gain, green * gain, blue * gain)
        }
    }

    /// What the largest channel of that part of all pixels lies above; at the least, 1.
    func level(exceededBy part: Double) -> Float {
        let counts = LightTable.histogram(ofLargest: planes)
        var allowed = Int(Double(planes.0.count) * part)
        for step in counts.indices.reversed() {
            allowed -= counts[step]
            if allowed < 0 { return max(LightTable.end(ofStep: step), 1) }
        }
        return 1
    }

    /// What samples of a JPEG show it.
    ///
    /// - Parameters:
    ///   - gain: What a pixel is multiplied by, as a function of its largest channel.
    ///   - primaries: From those of this picture to those of BT.709. Colours outside of their gamut are brought into it.
    ///   - transfer: What the samples are to be read with.
    /// - Returns: A picture in ``ColourDescription/jfif``.
    func picture(
        width: Int, height: Int, gain: LightTable, primaries: Matrix3, transfer: TransferFunction
    ) -> SmallPicture {
        let samples = LightTable(transfer.sample)
        let (matrix, constant) = ColourDescription.jfif.encoding
        let codes = AffineMap(matrix, constant: constant)
        let primaries = AffineMap(primaries)
        let weights = SIMD3<Float>(Primaries.bt709.luminance)
        let one = EightFloats(repeating: 1)

        let (luma, blueDifference, redDifference): ([UInt16], [UInt16], [UInt16])
        (luma, blueDifference, redDifference) = ThreePlanes.map(planes.0, planes.1, planes.2) { r, g, b in
            let gain = gain(r.atLeast(g).atLeast(b))
            let (red, green, blue) = primaries(r * gain, g * gain, b * gain)
            let grey = weights.x * red + weights.y * green + weights.z * blue
            let lowest = red.atMost(green).atMost(blue)
            // Of the distance from grey, as much as leaves no channel below 0; and of the light, as none above 1.
            let part = one.replacing(with: grey / (grey - lowest), where: lowest .< 0)
            let highest = grey + part * (red.atLeast(green).atLeast(blue) - grey)
            let scale = one / highest.atLeast(one)
            let (start, slope) = (grey * (one - part) * scale, part * scale)
            return codes(samples(start + slope * red), samples(start + slope * green), samples(start + slope * blue))
        }
        return SmallPicture(
            width: width, height: height, luma: luma, blueDifference: blueDifference, redDifference: redDifference)
    }
}
