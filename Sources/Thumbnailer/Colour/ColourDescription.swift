import CFFmpeg

/// How the samples of a frame are to be understood (ITU-T H.273).
struct ColourDescription: Equatable, Sendable {
    /// The weights of red and blue in luma.
    struct Matrix: Equatable, Sendable {
        var red: Double
        var blue: Double
        var green: Double { 1 - red - blue }

        static let bt601 = Matrix(red: 0.299, blue: 0.114)
        static let bt709 = Matrix(red: 0.2126, blue: 0.0722)
        static let bt2020 = Matrix(red: 0.2627, blue: 0.0593)
        static let fcc = Matrix(red: 0.30, blue: 0.11)
        static let smpte240m = Matrix(red: 0.212, blue: 0.087)
    }

    var matrix: Matrix
    var isFullRange: Bool
    /// Bits of one sample.
    var depth: Int
    /// Whether every pixel has a colour of its own (4:4:4, RGB), as in screen recordings and graphics, whose thin coloured
    /// lines would suffer if the thumbnail's chroma were halved.
    var hasFullChroma: Bool

    init(matrix: Matrix, isFullRange: Bool, depth: Int, hasFullChroma: Bool = false) {
        self.matrix = matrix
        self.isFullRange = isFullRange
        self.depth = depth
        self.hasFullChroma = hasFullChroma
    }

    /// What the frame says, and what players assume where it says nothing: limited range, BT.709 from 1280 pixels wide or
    /// above 576 lines, else BT.601.
    init(of frame: borrowing Frame) {
        let properties = unsafe frame.pointer!.pointee
        let format = unsafe av_pix_fmt_desc_get(frame.pixelFormat).pointee
        depth = unsafe Int(format.comp.0.depth)
        let isRGB = unsafe format.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0
        let isGrey = unsafe format.nb_components < 3 && !isRGB
        hasFullChroma = unsafe !isGrey && format.log2_chroma_w == 0 && format.log2_chroma_h == 0
        if isRGB {
            (matrix, isFullRange) = (.bt601, true)
            return
        }
        isFullRange =
            unsafe frame.pixelFormatName.hasPrefix("yuvj") || properties.color_range == AVCOL_RANGE_JPEG
            || isGrey && properties.color_range == AVCOL_RANGE_UNSPECIFIED
        matrix =
            switch unsafe properties.colorspace {
            case AVCOL_SPC_BT709: .bt709
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: .bt601
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: .bt2020
            case AVCOL_SPC_FCC: .fcc
            case AVCOL_SPC_SMPTE240M: .smpte240m
            default: frame.width >= 1280 || frame.height > 576 ? .bt709 : .bt601
            }
    }
}
