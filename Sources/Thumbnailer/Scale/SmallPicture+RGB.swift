extension SmallPicture {
    /// The sample of the highest code value.
    static func white(ofDepth depth: Int) -> Int { ((1 << depth) - 1) << (16 - depth) }

    /// From planes of gamma-coded RGB, which may be done after averaging since it is linear.
    init(
        width: Int, height: Int, red: [UInt16], green: [UInt16], blue: [UInt16], alpha: [UInt16]?,
        matrix: ColourMatrix
    ) {
        let weights = SIMD3<Float>(matrix.encoding[0])
        let (r, g, b) = (weights.x, weights.y, weights.z)
        let (toBlue, toRed) = (0.5 / (1 - b), 0.5 / (1 - r))
        var picture = SmallPicture(
            width: width, height: height, luma: red, blueDifference: green, redDifference: blue, alpha: alpha)
        for i in red.indices {
            let (red, blue) = (Float(red[i]), Float(blue[i]))
            let luma = r * red + g * Float(green[i]) + b * blue
            picture.luma[i] = UInt16(luma + 0.5)
            // Saturated blue of sixteen bits is half a code value above what there is.
            picture.blueDifference[i] = UInt16(min((blue - luma) * toBlue + 32768.5, 65535))
            picture.redDifference[i] = UInt16(min((red - luma) * toRed + 32768.5, 65535))
        }
        self = picture
    }

    /// Brings a picture from a frame that was unpacked to another depth back to the code values of its own.
    mutating func rescale(from white: Int, of layout: SampleLayout, to colour: ColourDescription) {
        // Code values of YCbCr keep their place when bits are added below; those of the full range do not.
        guard layout.isRGB || layout.colours.count == 1 else { return }
        let gain = Double(Self.white(ofDepth: colour.depth)) / Double(white)
        guard gain != 1 else { return }
        func rescaled(_ plane: [UInt16], zero: Double) -> [UInt16] {
            plane.map { UInt16(min(max((Double($0) - zero) * gain + zero + 0.5, 0), 65535)) }
        }
        luma = rescaled(luma, zero: 0)
        blueDifference = rescaled(blueDifference, zero: 32768)
        redDifference = rescaled(redDifference, zero: 32768)
        alpha = alpha.map { rescaled($0, zero: 0) }
    }
}
