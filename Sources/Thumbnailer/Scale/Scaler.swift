import CFFmpeg

/// Scales a decoded frame to the thumbnail's size with libswscale: area averaging, each plane at its own depth.
///
/// YCbCr stays in the video's matrix and range: converting the small picture is cheaper and more exact. RGB becomes
/// full-range BT.601.
struct Scaler {
    /// Of the frame before it is turned, in pixels.
    var width: Int
    var height: Int

    func scale(
        _ frame: borrowing Frame, colour: ColourDescription, region: SourceRegion
    ) throws(ThumbnailError) -> SmallPicture {
        let frame = try Self.cropped(frame, to: region)
        let small = try Frame()
        unsafe small.pointer!.pointee.width = CInt(width)
        unsafe small.pointer!.pointee.height = CInt(height)
        unsafe small.pointer!.pointee.format = AV_PIX_FMT_YUVA444P10LE.rawValue
        guard unsafe av_frame_get_buffer(small.pointer, 0) >= 0 else {
            throw ThumbnailError(.outOfMemory, "av_frame_get_buffer failed", isTransient: true)
        }

        let context = unsafe sws_getContext(
            CInt(frame.width), CInt(frame.height), frame.pixelFormat.withoutRange, CInt(width), CInt(height),
            AV_PIX_FMT_YUVA444P10LE, SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nil, nil,
            nil
        )
        guard let context = unsafe context else {
            throw ThumbnailError(
                .internalError, "\(frame.pixelFormatName) of \(frame.width)x\(frame.height) cannot be scaled")
        }
        defer { unsafe sws_freeContext(context) }

        let coefficients = unsafe sws_getCoefficients(SWS_CS_ITU601)
        let range: CInt = colour.isFullRange ? 1 : 0
        unsafe sws_setColorspaceDetails(context, coefficients, range, coefficients, range, 0, 1 << 16, 1 << 16)
        let result = unsafe sws_scale_frame(context, small.pointer, frame.pointer)
        guard result >= 0 else {
            throw ThumbnailError(.internalError, AVError(code: result, function: "sws_scale_frame").message)
        }

        func samples(_ plane: Int) -> [UInt16] {
            small.samples16(ofPlane: plane, width: width, height: height).map { $0 << 6 }
        }
        return SmallPicture(
            width: width, height: height, luma: samples(0), blueDifference: samples(1), redDifference: samples(2),
            alpha: colour.hasAlpha ? samples(3) : nil)
    }

    /// Another reference to the frame, whose planes begin where the region does: to the pixel, or the chroma sample.
    private static func cropped(
        _ frame: borrowing Frame, to region: SourceRegion
    ) throws(ThumbnailError) -> Frame {
        let part = try Frame()
        guard unsafe av_frame_ref(part.pointer, frame.pointer) >= 0 else {
            throw ThumbnailError(.outOfMemory, "av_frame_ref failed", isTransient: true)
        }
        let (left, top) = (Int(region.x.rounded()), Int(region.y.rounded()))
        unsafe part.pointer!.pointee.crop_left = left
        unsafe part.pointer!.pointee.crop_top = top
        unsafe part.pointer!.pointee.crop_right = max(frame.width - left - Int(region.width.rounded(.up)), 0)
        unsafe part.pointer!.pointee.crop_bottom = max(frame.height - top - Int(region.height.rounded(.up)), 0)
        unsafe av_frame_apply_cropping(part.pointer, CInt(AV_FRAME_CROP_UNALIGNED))
        return part
    }
}

extension AVPixelFormat {
    /// The formats named yuvj… are those without the j, with the range said twice.
    fileprivate var withoutRange: AVPixelFormat {
        switch self {
        case AV_PIX_FMT_YUVJ420P: AV_PIX_FMT_YUV420P
        case AV_PIX_FMT_YUVJ422P: AV_PIX_FMT_YUV422P
        case AV_PIX_FMT_YUVJ444P: AV_PIX_FMT_YUV444P
        case AV_PIX_FMT_YUVJ440P: AV_PIX_FMT_YUV440P
        case AV_PIX_FMT_YUVJ411P: AV_PIX_FMT_YUV411P
        default: self
        }
    }
}
