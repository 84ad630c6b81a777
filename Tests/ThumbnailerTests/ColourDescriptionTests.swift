import CFFmpeg
import Testing

@testable import Thumbnailer

@Suite("What a frame says about its colours, and what is assumed")
struct ColourDescriptionTests {
    private static func describe(
        _ format: AVPixelFormat, width: CInt = 640, height: CInt = 360, space: AVColorSpace = AVCOL_SPC_UNSPECIFIED,
        range: AVColorRange = AVCOL_RANGE_UNSPECIFIED
    ) throws -> ColourDescription {
        let frame = try Frame()
        frame.pointer!.pointee.format = format.rawValue
        frame.pointer!.pointee.width = width
        frame.pointer!.pointee.height = height
        frame.pointer!.pointee.colorspace = space
        frame.pointer!.pointee.color_range = range
        return ColourDescription(of: frame)
    }

    @Test(
        "The matrix is the one that the frame names",
        arguments: [
            (AVCOL_SPC_BT709, ColourMatrix.bt709), (AVCOL_SPC_BT470BG, .bt601),
            (AVCOL_SPC_SMPTE170M, .bt601), (AVCOL_SPC_BT2020_NCL, .bt2020), (AVCOL_SPC_FCC, .fcc),
            (AVCOL_SPC_SMPTE240M, .smpte240m),
        ])
    func named(space: AVColorSpace, matrix: ColourMatrix) throws {
        for (width, height) in [(640, 360), (1920, 1080)] as [(CInt, CInt)] {
            #expect(try Self.describe(AV_PIX_FMT_YUV420P, width: width, height: height, space: space).matrix == matrix)
        }
    }

    @Test(
        "Unnamed, it is BT.709 in HD and BT.601 below",
        arguments: [
            (640, 360, ColourMatrix.bt601), (720, 576, .bt601), (1279, 576, .bt601),
            (1280, 534, .bt709), (720, 577, .bt709), (1920, 1080, .bt709),
        ])
    func assumed(width: CInt, height: CInt, matrix: ColourMatrix) throws {
        let colour = try Self.describe(AV_PIX_FMT_YUV420P, width: width, height: height)
        #expect(colour.matrix == matrix)
        #expect(!colour.isFullRange)
    }

    @Test("Full range is what says so, in its flag or its name")
    func range() throws {
        #expect(try Self.describe(AV_PIX_FMT_YUV420P, range: AVCOL_RANGE_JPEG).isFullRange)
        #expect(try !Self.describe(AV_PIX_FMT_YUV420P, range: AVCOL_RANGE_MPEG).isFullRange)
        #expect(try Self.describe(AV_PIX_FMT_YUVJ420P).isFullRange)
        #expect(try Self.describe(AV_PIX_FMT_YUVJ444P).isFullRange)
    }

    @Test("Grey is of full range unless it says otherwise")
    func grey() throws {
        #expect(try Self.describe(AV_PIX_FMT_GRAY8).isFullRange)
        #expect(try Self.describe(AV_PIX_FMT_GRAY10LE).isFullRange)
        #expect(try !Self.describe(AV_PIX_FMT_GRAY8, range: AVCOL_RANGE_MPEG).isFullRange)
        #expect(try !Self.describe(AV_PIX_FMT_GRAY8).hasFullChroma)
    }

    @Test(
        "RGB and palettes are of full range whatever they say, and become BT.601",
        arguments: [AV_PIX_FMT_RGB24, AV_PIX_FMT_GBRP, AV_PIX_FMT_BGRA, AV_PIX_FMT_RGB555LE, AV_PIX_FMT_PAL8])
    func rgb(format: AVPixelFormat) throws {
        let colour = try Self.describe(
            format, width: 1920, height: 1080, space: AVCOL_SPC_BT709, range: AVCOL_RANGE_MPEG)
        #expect(colour.isFullRange)
        #expect(colour.matrix == .bt601)
        #expect(colour.hasFullChroma)
    }

    @Test(
        "The depth is that of one sample, and chroma is full only in 4:4:4",
        arguments: [
            (AV_PIX_FMT_YUV420P, 8, false), (AV_PIX_FMT_YUV422P, 8, false), (AV_PIX_FMT_YUV444P, 8, true),
            (AV_PIX_FMT_YUV440P, 8, false), (AV_PIX_FMT_YUV420P10LE, 10, false), (AV_PIX_FMT_P010LE, 10, false),
            (AV_PIX_FMT_YUV444P12LE, 12, true), (AV_PIX_FMT_YUVA444P, 8, true),
        ])
    func layout(format: AVPixelFormat, depth: Int, hasFullChroma: Bool) throws {
        let colour = try Self.describe(format)
        #expect(colour.depth == depth)
        #expect(colour.hasFullChroma == hasFullChroma)
    }
}
