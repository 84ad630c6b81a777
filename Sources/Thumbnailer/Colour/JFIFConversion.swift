/// Converts a ``SmallPicture`` to what a JPEG holds: full-range BT.601 YCbCr with eight bits a sample (JFIF 1.02).
///
/// YCbCr to gamma-coded RGB and on to YCbCr is one affine map, so that is what is applied: no clipping in between and one
/// rounding at the end.
struct JFIFConversion: Equatable, Sendable {
    private var map: AffineMap

    init(from colour: ColourDescription) {
        var target = ColourDescription.jfif
        target.depth = 8
        // Codes of eight bits, without the zeros below them.
        map = AffineMap(from: colour, to: target, scale: 1.0 / 256)
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

    @inline(__always)
    private func code(_ row: AffineMap.Row, _ y: Float, _ cb: Float, _ cr: Float) -> UInt8 {
        UInt8(Swift.min(Swift.max(row(y, cb, cr), 0), 255) + 0.5)
    }

    /// The last column and row are repeated where the plane is larger than the picture.
    private func convertLuma(_ y: Plane, _ cb: Plane, _ cr: Plane, _ result: inout JPEGPicture) {
        let (width, height, stride) = (result.width, result.height, result.lumaWidth)
        let rows = result.lumaHeight
        unsafe result.luma.withUnsafeMutableBufferPointer { out in
            for row in 0..<rows {
                let start = min(row, height - 1) * width
                for x in 0..<width {
                    unsafe out[row * stride + x] = unsafe code(
                        map.first, Float(y[start + x]), Float(cb[start + x]), Float(cr[start + x]))
                }
                if stride > width { unsafe out[row * stride + width] = unsafe out[row * stride + width - 1] }
            }
        }
    }

    private func convertFullChroma(_ y: Plane, _ cb: Plane, _ cr: Plane, _ result: inout JPEGPicture) {
        for i in y.indices {
            result.blueDifference[i] = unsafe code(map.second, Float(y[i]), Float(cb[i]), Float(cr[i]))
            result.redDifference[i] = unsafe code(map.third, Float(y[i]), Float(cb[i]), Float(cr[i]))
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
                result.blueDifference[index] = code(map.second, meanY, meanCb, meanCr)
                result.redDifference[index] = code(map.third, meanY, meanCb, meanCr)
            }
        }
    }
}
