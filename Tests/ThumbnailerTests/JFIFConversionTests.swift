import Testing

@testable import Thumbnailer

@Suite("From a video's YCbCr to a JPEG's")
struct JFIFConversionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var matrix: ColourMatrix
        /// From the standard, not from the code.
        var kr: Double
        var kb: Double
        var isFullRange: Bool
        var bits: Int

        var conversion: JFIFConversion {
            JFIFConversion(from: ColourDescription(matrix: matrix, isFullRange: isFullRange, depth: bits))
        }

        /// One pixel as the scaler gives it.
        func pixel(_ colour: ReferenceColour) -> SmallPicture {
            let codes = colour.codes(kr: kr, kb: kb, isFullRange: isFullRange, bits: bits).map {
                UInt16($0 << (16 - bits))
            }
            return SmallPicture(
                width: 1, height: 1, luma: [codes[0]], blueDifference: [codes[1]], redDifference: [codes[2]])
        }
    }

    static let cases: [Case] = [
        ("BT.601", ColourMatrix.bt601, 0.299, 0.114), ("BT.709", .bt709, 0.2126, 0.0722),
        ("BT.2020", .bt2020, 0.2627, 0.0593), ("FCC", .fcc, 0.30, 0.11), ("SMPTE 240M", .smpte240m, 0.212, 0.087),
    ].flatMap { name, matrix, kr, kb in
        [(false, 8), (true, 8), (false, 10), (true, 10)].map { isFullRange, bits in
            Case(
                testDescription: "\(name), \(isFullRange ? "full" : "limited") range, \(bits) bits", matrix: matrix,
                kr: kr, kb: kb, isFullRange: isFullRange, bits: bits)
        }
    }

    @Test("Known colours come out within one level of what the standards say", arguments: cases)
    func knownColours(example: Case) {
        for colour in ReferenceColour.all {
            for chroma in [JPEGPicture.Chroma.full, .halved] {
                let picture = example.conversion.convert(example.pixel(colour), chroma: chroma)
                let result = [picture.luma[0], picture.blueDifference[0], picture.redDifference[0]].map(Int.init)
                let isClose = zip(result, colour.jfif).allSatisfy { abs($0 - $1) <= 1 }
                #expect(isClose, "\(colour): \(result) instead of \(colour.jfif)")
            }
        }
    }

    @Test("Black, grey and white have no colour, and black and white are those of a JPEG", arguments: cases)
    func greys(example: Case) {
        for (level, expected) in [(0.0, 0 as UInt8), (0.5, 128), (1, 255)] {
            let picture = example.conversion.convert(example.pixel(ReferenceColour(level, level, level)), chroma: .full)
            #expect(picture.blueDifference == [128] && picture.redDifference == [128])
            #expect(level == 0.5 ? abs(Int(picture.luma[0]) - 128) <= 1 : picture.luma == [expected])
        }
    }

    @Test("Samples beyond black and white are clipped")
    func clipping() {
        let conversion = JFIFConversion(from: ColourDescription(matrix: .bt709, isFullRange: false, depth: 10))
        let picture = SmallPicture(
            width: 2, height: 1, luma: [0, 0xFFC0], blueDifference: [0, 0xFFC0], redDifference: [0, 0xFFC0])
        let result = conversion.convert(picture, chroma: .full)
        #expect(result.luma == [0, 255])
        #expect(result.blueDifference == [0, 255])
        #expect(result.redDifference == [0, 255])
    }

    /// Full-range BT.601 with eight bits, which a JPEG holds as it is.
    private static let identity = JFIFConversion(
        from: ColourDescription(matrix: .bt601, isFullRange: true, depth: 8))

    private static func picture(
        width: Int, height: Int, luma: [UInt16], blue: [UInt16], red: [UInt16]
    ) -> SmallPicture {
        SmallPicture(
            width: width, height: height, luma: luma.map { $0 << 8 }, blueDifference: blue.map { $0 << 8 },
            redDifference: red.map { $0 << 8 })
    }

    @Test("What a JPEG can hold as it is stays as it is")
    func unchanged() {
        let codes = (0...255).map { UInt16($0) }
        let picture = Self.picture(
            width: 16, height: 16, luma: codes, blue: codes.reversed(), red: codes.map { $0 ^ 0x55 })
        let result = Self.identity.convert(picture, chroma: .full)
        #expect(result.luma.map(UInt16.init) == codes)
        #expect(result.blueDifference.map(UInt16.init) == codes.reversed())
        #expect(result.redDifference.map(UInt16.init) == codes.map { $0 ^ 0x55 })
    }

    @Test("Full chroma keeps odd sides; nothing is padded")
    func oddFullChroma() {
        let samples: [UInt16] = [10, 20, 30, 40, 50, 60, 70, 80, 90]
        let result = Self.identity.convert(
            Self.picture(width: 3, height: 3, luma: samples, blue: samples, red: samples), chroma: .full)
        #expect(result.lumaWidth == 3 && result.lumaHeight == 3)
        #expect(result.chromaWidth == 3 && result.chromaHeight == 3)
        #expect(result.luma.map(UInt16.init) == samples)
        #expect(result.blueDifference.map(UInt16.init) == samples)
        #expect(result.redDifference.map(UInt16.init) == samples)
    }

    @Test("Halved chroma is the mean of four; luma and chroma repeat an odd picture's last column and row")
    func oddHalvedChroma() {
        let luma: [UInt16] = [
            10, 20, 30,
            40, 50, 60,
            70, 80, 90,
        ]
        let blue: [UInt16] = [
            100, 104, 20,
            108, 112, 30,
            200, 210, 77,
        ]
        let result = Self.identity.convert(
            Self.picture(width: 3, height: 3, luma: luma, blue: blue, red: blue.map { 255 - $0 }), chroma: .halved)
        #expect(result.width == 3 && result.height == 3)
        #expect(result.lumaWidth == 4 && result.lumaHeight == 4)
        #expect(
            result.luma == [
                10, 20, 30, 30,
                40, 50, 60, 60,
                70, 80, 90, 90,
                70, 80, 90, 90,
            ])
        #expect(result.chromaWidth == 2 && result.chromaHeight == 2)
        #expect(
            result.blueDifference == [
                106, 25,
                205, 77,
            ])
        #expect(
            result.redDifference == [
                149, 230,
                50, 178,
            ])
    }

    @Test("The smallest pictures", arguments: [(1, 1), (1, 2), (2, 1), (9, 1), (1, 9)])
    func smallest(width: Int, height: Int) {
        let samples = [UInt16](repeating: 99, count: width * height)
        let picture = Self.picture(width: width, height: height, luma: samples, blue: samples, red: samples)
        let halved = Self.identity.convert(picture, chroma: .halved)
        #expect(halved.luma == [UInt8](repeating: 99, count: (width + width % 2) * (height + height % 2)))
        #expect(halved.blueDifference == [UInt8](repeating: 99, count: (width + 1) / 2 * ((height + 1) / 2)))
        #expect(halved.redDifference == halved.blueDifference)
        let full = Self.identity.convert(picture, chroma: .full)
        #expect(full.luma == [UInt8](repeating: 99, count: samples.count))
        #expect(full.blueDifference == full.luma && full.redDifference == full.luma)
    }
}
