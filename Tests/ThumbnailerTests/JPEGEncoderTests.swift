import TestSupport
import Testing

@testable import Thumbnailer

@Suite("Writing JPEGs")
struct JPEGEncoderTests {
    /// A ramp over the whole picture, so that no row or column can stand for another, in Y, Cb and Cr.
    private static func ramp(_ width: Int, _ height: Int) -> SmallPicture {
        func plane(from start: Int, right: Int, down: Int) -> [UInt16] {
            (0..<width * height).map { index in
                UInt16(start + right * (index % width) / width + down * (index / width) / height) << 8
            }
        }
        return SmallPicture(
            width: width, height: height, luma: plane(from: 60, right: 70, down: 60),
            blueDifference: plane(from: 100, right: 40, down: 0), redDifference: plane(from: 110, right: 0, down: 40))
    }

    /// BT.601 in full range, as a JPEG's decoder computes it.
    private static func rgb(_ picture: SmallPicture, _ x: Int, _ y: Int) -> RGB {
        let index = y * picture.width + x
        let (luma, blue, red) = (
            Double(picture.luma[index]) / 256, Double(picture.blueDifference[index]) / 256 - 128,
            Double(picture.redDifference[index]) / 256 - 128
        )
        func level(_ value: Double) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }
        return RGB(
            red: level(luma + 1.402 * red), green: level(luma - 0.344136 * blue - 0.714136 * red),
            blue: level(luma + 1.772 * blue))
    }

    private static let conversion = JFIFConversion(
        from: ColourDescription(matrix: .bt601, isFullRange: true, depth: 8))

    @Test(
        "Every pixel decodes to its colour, up to the edges of odd sizes",
        arguments: [(1, 1), (1, 9), (9, 1), (2, 2), (16, 16), (17, 15), (161, 121)],
        [JPEGPicture.Chroma.full, .halved])
    func everyPixel(size: (Int, Int), chroma: JPEGPicture.Chroma) async throws {
        let picture = Self.ramp(size.0, size.1)
        let jpeg = try JPEGEncoder(quality: 100).encode(Self.conversion.convert(picture, chroma: chroma))
        let decoded = try await DecodedJPEG(jpeg)
        try #require(decoded.width == size.0 && decoded.height == size.1)
        // Small pictures have steep ramps: halved chroma is off by up to half a step there.
        let tolerance = chroma == .full ? 4 : 4 + 40 * 2 / min(size.0 + 1, size.1 + 1)
        for y in 0..<size.1 {
            for x in 0..<size.0 {
                let (pixel, expected) = (decoded.rgb(x, y), Self.rgb(picture, x, y))
                try #require(
                    pixel.isClose(to: expected, tolerance: tolerance), "\(pixel) instead of \(expected) at \(x), \(y)")
            }
        }
    }

    /// The sampling factors of the three components in the frame header (ITU-T T.81, B.2.2).
    private static func samplingFactors(_ jpeg: [UInt8]) throws -> [UInt8] {
        let header = try #require(jpeg.firstRange(of: [0xFF, 0xC0])).lowerBound
        return [11, 14, 17].map { jpeg[header + $0] }
    }

    @Test("The files are baseline JFIF, 4:2:0 or 4:4:4")
    func format() throws {
        for (chroma, expected) in [(JPEGPicture.Chroma.halved, [0x22, 0x11, 0x11]), (.full, [0x11, 0x11, 0x11])] {
            let picture = Self.conversion.convert(Self.ramp(33, 17), chroma: chroma)
            let jpeg = try JPEGEncoder(quality: 80).encode(picture)
            #expect(jpeg.starts(with: [0xFF, 0xD8, 0xFF, 0xE0]))
            #expect(jpeg.dropFirst(6).starts(with: Array("JFIF\0".utf8)))
            #expect(jpeg.suffix(2) == [0xFF, 0xD9])
            #expect(try Self.samplingFactors(jpeg).map(Int.init) == expected)
        }
    }

    @Test("More quality takes more bytes, over the whole range")
    func quality() throws {
        var picture = JPEGPicture(width: 64, height: 64, chroma: .halved)
        for index in picture.luma.indices {
            picture.luma[index] = UInt8(truncatingIfNeeded: index &* 2_654_435_761 >> 7)
        }
        let sizes = try [1, 20, 50, 80, 95, 100].map { try JPEGEncoder(quality: $0).encode(picture).count }
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 }, "\(sizes)")
    }
}
