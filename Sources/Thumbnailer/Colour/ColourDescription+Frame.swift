import CFFmpeg

extension ColourDescription {
    /// What the frame says, else what the container says, and what players assume where nobody does: limited range, BT.709
    /// from 1280 pixels wide or above 576 lines, else BT.601; BT.2020 for HDR.
    init(of frame: borrowing Frame, in stream: VideoStream? = nil) {
        let tags = unsafe Tags(frame.pointer!.pointee, stream?.parameters.pointee)
        let format = unsafe av_pix_fmt_desc_get(frame.pixelFormat).pointee
        let name = frame.pixelFormatName
        let rgbFlags = UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)
        let isRGB = unsafe format.flags & rgbFlags != 0 || name.hasPrefix("xyz")
        let components = unsafe Int(format.nb_components)
        let isGrey = components < 3 && !isRGB
        hasAlpha = unsafe format.flags & UInt64(AV_PIX_FMT_FLAG_ALPHA) != 0
        hasFullChroma = unsafe !isGrey && format.log2_chroma_w == 0 && format.log2_chroma_h == 0
        depth = unsafe Int(format.comp.0.depth)
        transfer = tags.transferFunction
        primaries = tags.colourPrimaries
        if isRGB {
            // What the scaler makes of it. Of five bits, it makes eight by adding zeros.
            (matrix, isFullRange) = (.bt601, true)
            return
        }
        isFullRange =
            name.hasPrefix("yuvj") || tags.range == AVCOL_RANGE_JPEG
            || isGrey && tags.range == AVCOL_RANGE_UNSPECIFIED
        let assumed: ColourMatrix =
            transfer.isHDR ? .bt2020 : frame.width >= 1280 || frame.height > 576 ? .bt709 : .bt601
        matrix = tags.matrix(hasFullChroma: hasFullChroma) ?? assumed
    }
}

/// The colour tags of a frame, completed by those of its container.
private struct Tags {
    var primaries: AVColorPrimaries
    var transfer: AVColorTransferCharacteristic
    var space: AVColorSpace
    var range: AVColorRange

    init(_ frame: AVFrame, _ container: AVCodecParameters?) {
        func tag<Tag: Equatable>(_ tag: Tag, _ unspecified: Tag, _ other: Tag?) -> Tag {
            tag == unspecified ? other ?? tag : tag
        }
        primaries = unsafe tag(frame.color_primaries, AVCOL_PRI_UNSPECIFIED, container?.color_primaries)
        transfer = unsafe tag(frame.color_trc, AVCOL_TRC_UNSPECIFIED, container?.color_trc)
        space = unsafe tag(frame.colorspace, AVCOL_SPC_UNSPECIFIED, container?.color_space)
        range = unsafe tag(frame.color_range, AVCOL_RANGE_UNSPECIFIED, container?.color_range)
    }

    /// All curves but these are shown as they are, those of cameras' logarithmic recording among them.
    var transferFunction: TransferFunction {
        switch transfer {
        case AVCOL_TRC_SMPTE2084: .pq
        case AVCOL_TRC_ARIB_STD_B67: .hlg
        case AVCOL_TRC_IEC61966_2_1: .sRGB
        default: .bt1886
        }
    }

    var colourPrimaries: Primaries {
        namedPrimaries ?? (transferFunction.isHDR ? .bt2020 : .bt709)
    }

    private var namedPrimaries: Primaries? {
        switch primaries {
        case AVCOL_PRI_BT709: .bt709
        case AVCOL_PRI_BT470M: .bt470M
        case AVCOL_PRI_BT470BG: .bt601Lines625
        case AVCOL_PRI_SMPTE170M, AVCOL_PRI_SMPTE240M: .bt601Lines525
        case AVCOL_PRI_BT2020: .bt2020
        case AVCOL_PRI_SMPTE431: .cinemaP3
        case AVCOL_PRI_SMPTE432: .displayP3
        default: nil
        }
    }

    /// Nil if nothing is said, or what cannot be meant.
    ///
    /// Constant luminance is shown like non-constant, as players do. Green, blue and red, each in a plane of its own size,
    /// would be nonsense: encoders leave such a tag when they convert RGB.
    func matrix(hasFullChroma: Bool) -> ColourMatrix? {
        switch space {
        case AVCOL_SPC_BT709: .bt709
        case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: .bt601
        case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: .bt2020
        case AVCOL_SPC_FCC: .fcc
        case AVCOL_SPC_SMPTE240M: .smpte240m
        case AVCOL_SPC_YCGCO: .yCgCo
        case AVCOL_SPC_RGB: hasFullChroma ? .identity : nil
        case AVCOL_SPC_ICTCP: transferFunction.isHDR ? .iCtCp(transferFunction) : nil
        case AVCOL_SPC_CHROMA_DERIVED_NCL, AVCOL_SPC_CHROMA_DERIVED_CL:
            namedPrimaries.map { .yCbCr(red: $0.luminance.x, blue: $0.luminance.z) }
        default: nil
        }
    }
}
