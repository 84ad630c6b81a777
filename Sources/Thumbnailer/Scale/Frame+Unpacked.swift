import CFFmpeg

extension Frame {
    /// The same picture with samples that lie on bytes or little-endian words, by libswscale without scaling.
    ///
    /// For formats that ``SampleLayout`` does not describe. Takes as much memory as the frame, or up to eight times as much
    /// where a byte holds a whole pixel or several.
    ///
    /// - Parameter isFullRange: Of YCbCr.
    func unpacked(isFullRange: Bool) throws(ThumbnailError) -> Frame {
        let result = try Frame()
        unsafe result.pointer!.pointee.width = CInt(width)
        unsafe result.pointer!.pointee.height = CInt(height)
        unsafe result.pointer!.pointee.format = unpackedFormat.rawValue
        guard unsafe av_frame_get_buffer(result.pointer, 0) >= 0 else {
            throw ThumbnailError(.outOfMemory, "av_frame_get_buffer failed", isTransient: true)
        }
        let context = unsafe sws_getContext(
            CInt(width), CInt(height), pixelFormat, CInt(width), CInt(height), unpackedFormat,
            SWS_POINT | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nil, nil, nil)
        guard let context = unsafe context else {
            throw ThumbnailError(.internalError, "\(pixelFormatName) of \(width)x\(height) cannot be unpacked")
        }
        defer { unsafe sws_freeContext(context) }
        let coefficients = unsafe sws_getCoefficients(SWS_CS_ITU601)
        let range: CInt = isFullRange ? 1 : 0
        unsafe sws_setColorspaceDetails(context, coefficients, range, coefficients, range, 0, 1 << 16, 1 << 16)
        let code = unsafe sws_scale_frame(context, result.pointer, pointer)
        guard code >= 0 else {
            throw ThumbnailError(.internalError, AVError(code: code, function: "sws_scale_frame").message)
        }
        unsafe result.pointer!.pointee.interlaced_frame = unsafe pointer!.pointee.interlaced_frame
        unsafe result.pointer!.pointee.top_field_first = unsafe pointer!.pointee.top_field_first
        unsafe result.pointer!.pointee.chroma_location = unsafe pointer!.pointee.chroma_location
        return result
    }

    /// A format that ``SampleLayout`` describes and that holds all that this frame's does.
    private var unpackedFormat: AVPixelFormat {
        let format = pixelFormat
        let swapped = av_pix_fmt_swap_endianness(format)
        if swapped != AV_PIX_FMT_NONE, SampleLayout(of: swapped) != nil { return swapped }
        let descriptor = unsafe av_pix_fmt_desc_get(format).pointee
        func has(_ flag: Int32) -> Bool { unsafe descriptor.flags & UInt64(flag) != 0 }
        let isDeep = unsafe descriptor.comp.0.depth > 8
        if format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE { return AV_PIX_FMT_RGB48LE }
        if format == AV_PIX_FMT_UYYVYY411 { return AV_PIX_FMT_YUV411P }
        if has(AV_PIX_FMT_FLAG_RGB) || has(AV_PIX_FMT_FLAG_PAL) || has(AV_PIX_FMT_FLAG_BAYER) {
            return switch (isDeep, has(AV_PIX_FMT_FLAG_ALPHA)) {
            case (false, false): AV_PIX_FMT_RGB24
            case (false, true): AV_PIX_FMT_BGRA
            case (true, false): AV_PIX_FMT_RGB48LE
            case (true, true): AV_PIX_FMT_RGBA64LE
            }
        }
        if unsafe descriptor.nb_components < 3 { return isDeep ? AV_PIX_FMT_GRAY16LE : AV_PIX_FMT_GRAY8 }
        return has(AV_PIX_FMT_FLAG_ALPHA) ? AV_PIX_FMT_YUVA444P16LE : AV_PIX_FMT_YUV444P16LE
    }

    /// Whether the frame consists of two fields of different moments, and which of them is shown first.
    var interlacing: (isInterlaced: Bool, isTopFieldFirst: Bool) {
        unsafe (pointer!.pointee.interlaced_frame != 0, pointer!.pointee.top_field_first != 0)
    }
}
