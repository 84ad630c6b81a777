/// Converts a ``SmallPicture`` to what a JPEG holds: full-range BT.601 YCbCr with eight bits a sample (JFIF 1.02).
///
/// YCbCr to gamma-coded RGB and on to YCbCr is one affine map, so that is what is applied: no clipping in between and one
/// rounding at the end.
struct JFIFConversion: Equatable, Sendable {
    /// A row of the map: weights of the three samples and what is added, for results from 0 to 255.
    struct Row: Equatable, Sendable {
        var luma: Float
        var blue: Float
        var red: Float
        var constant: Float

        @inline(__always)
        func callAsFunction(_ y: Float, _ cb: Float, _ cr: Float) -> UInt8 {
            let value = luma * y + blue * cb + red * cr + constant
            return UInt8(Swift.min(Swift.max(value, 0), 255) + 0.5)
        }
    }

    var luma: Row
    var blueDifference: Row
    var redDifference: Row

    init(from colour: ColourDescription) {
        let codes = Double(((1 << colour.depth) - 1) << (16 - colour.depth))
        let (black, lumaRange, chromaRange) =
            colour.isFullRange ? (0, codes, codes) : (16.0 * 256, 219.0 * 256, 224.0 * 256)
        let source = colour.matrix
        let target = ColourDescription.Matrix.bt601

        // Gamma-coded R, G and B of 0…1 as weights of Y', Pb and Pr.
        let red = (1.0, 0.0, 2 * (1 - source.red))
        let blue = (1.0, 2 * (1 - source.blue), 0.0)
        let green = (
            1.0, -2 * (1 - source.blue) * source.blue / source.green, -2 * (1 - source.red) * source.red / source.green
        )
        func row(_ r: Double, _ g: Double, _ b: Double, offset: Double) -> Row {
            let luma = 255 * (r * red.0 + g * green.0 + b * blue.0) / lumaRange
            let cb = 255 * (r * red.1 + g * green.1 + b * blue.1) / chromaRange
            let cr = 255 * (r * red.2 + g * green.2 + b * blue.2) / chromaRange
            return Row(
                luma: Float(luma), blue: Float(cb), red: Float(cr),
                constant: Float(offset - luma * black - (cb + cr) * 32768))
        }
        luma = row(target.red, target.green, target.blue, offset: 0)
        let (toBlue, toRed) = (0.5 / (1 - target.blue), 0.5 / (1 - target.red))
        blueDifference = row(-target.red * toBlue, -target.green * toBlue, 0.5, offset: 128)
        redDifference = row(0.5, -target.green * toRed, -target.blue * toRed, offset: 128)
    }

    /// Converts all samples; chroma planes that are to be halved are averaged first.
    func convert(_ picture: SmallPicture, chroma: JPEGPicture.Chroma) -> JPEGPicture {
        var result = JPEGPicture(width: picture.width, height: picture.height, chroma: chroma)
        unsafe picture.luma.withUnsafeBufferPointer { y in
            unsafe picture.blueDifference.withUnsafeBufferPointer { cb in
                unsafe picture.redDifference.withUnsafeBufferPointer { cr in
                    unsafe convertLuma(y, cb, cr, &result)
                    switch chroma {
                    case .full: unsafe convertFullChroma(y, cb, cr, &result)
                    case .halved: unsafe convertHalvedChroma(y, cb, cr, &result)
                    }
                }
            }
        }
        return result
    }

    private typealias Plane = UnsafeBufferPointer<UInt16>

    /// The last column and row are repeated where the plane is larger than the picture.
    private func convertLuma(_ y: Plane, _ cb: Plane, _ cr: Plane, _ result: inout JPEGPicture) {
        let (width, height, stride) = (result.width, result.height, result.lumaWidth)
        let rows = result.lumaHeight
        unsafe result.luma.withUnsafeMutableBufferPointer { out in
            for row in 0..<rows {
                let start = min(row, height - 1) * width
                for x in 0..<width {
                    unsafe out[row * stride + x] = unsafe luma(
                        Float(y[start + x]), Float(cb[start + x]), Float(cr[start + x]))
                }
                if stride > width { unsafe out[row * stride + width] = unsafe out[row * stride + width - 1] }
            }
        }
    }

    private func convertFullChroma(_ y: Plane, _ cb: Plane, _ cr: Plane, _ result: inout JPEGPicture) {
        for i in y.indices {
            result.blueDifference[i] = unsafe blueDifference(Float(y[i]), Float(cb[i]), Float(cr[i]))
            result.redDifference[i] = unsafe redDifference(Float(y[i]), Float(cb[i]), Float(cr[i]))
        }
    }

    private func convertHalvedChroma(_ y: Plane, _ cb: Plane, _ cr: Plane, _ result: inout JPEGPicture) {
        let (width, height) = (result.width, result.height)
        for row in 0..<result.chromaHeight {
            let (top, bottom) = (row * 2 * width, min(row * 2 + 1, height - 1) * width)
            for column in 0..<result.chromaWidth {
                let (left, right) = (column * 2, min(column * 2 + 1, width - 1))
                func mean(_ plane: Plane) -> Float {
                    let sum =
                        unsafe Int32(plane[top + left]) + Int32(plane[top + right]) + Int32(plane[bottom + left])
                        + Int32(plane[bottom + right])
                    return Float(sum) * 0.25
                }
                let (meanY, meanCb, meanCr) = unsafe (mean(y), mean(cb), mean(cr))
                let index = row * result.chromaWidth + column
                result.blueDifference[index] = blueDifference(meanY, meanCb, meanCr)
                result.redDifference[index] = redDifference(meanY, meanCb, meanCr)
            }
        }
    }
}
