import Testing

@testable import Thumbnailer

@Suite("The thumbnail's size")
struct GeometryTests {
    private static let square = Ratio.square
    private static let turned = Orientation(swapsAxes: true, mirrorsHorizontally: true, mirrorsVertically: false)

    private static func geometry(
        _ width: Int, _ height: Int, ratio: Ratio = square, _ orientation: Orientation = .upright,
        width maximumWidth: Int? = nil, height maximumHeight: Int? = nil, fit: ThumbnailOptions.Fit = .inside
    ) -> Geometry {
        Geometry(
            frameWidth: width, frameHeight: height, sampleAspectRatio: ratio, orientation: orientation,
            options: ThumbnailOptions(width: maximumWidth, height: maximumHeight, fit: fit))
    }

    @Test(
        "It fits into the width, keeps the aspect and is rounded to the nearest pixel",
        arguments: [
            (1920, 1080, 480, 270), (1280, 720, 480, 270), (640, 360, 480, 270), (4096, 2160, 480, 253),
            (720, 1280, 480, 853), (481, 481, 480, 480), (1921, 1081, 480, 270), (960, 541, 480, 271),
            (960, 540, 480, 270),
        ])
    func width(width: Int, height: Int, expectedWidth: Int, expectedHeight: Int) {
        let geometry = Self.geometry(width, height)
        #expect(geometry.width == expectedWidth)
        #expect(geometry.height == expectedHeight)
    }

    @Test("It is never larger than the frame", arguments: [(1, 1), (161, 121), (320, 180), (480, 9), (479, 2000)])
    func neverUpscaled(width: Int, height: Int) {
        for (maximumWidth, maximumHeight) in [(480, nil), (nil, 65_500), (65_500, 65_500)] as [(Int?, Int?)] {
            let geometry = Self.geometry(width, height, width: maximumWidth, height: maximumHeight)
            #expect(geometry.width == width)
            #expect(geometry.height == height)
        }
    }

    @Test(
        "The tighter of two bounds counts",
        arguments: [
            (1920, 1080, 480, 480, 480, 270), (1920, 1080, 480, 135, 240, 135), (1080, 1920, 480, 480, 270, 480),
            (1000, 1000, 100, 200, 100, 100), (1000, 1000, 200, 100, 100, 100), (100, 50, 500, 25, 50, 25),
        ])
    func bothBounds(
        width: Int, height: Int, maximumWidth: Int, maximumHeight: Int, expectedWidth: Int, expectedHeight: Int
    ) {
        let geometry = Self.geometry(width, height, width: maximumWidth, height: maximumHeight)
        #expect(geometry.width == expectedWidth)
        #expect(geometry.height == expectedHeight)
    }

    @Test("A height alone bounds only the height")
    func heightAlone() {
        let geometry = Self.geometry(3840, 1080, height: 540)
        #expect(geometry.width == 1920)
        #expect(geometry.height == 540)
    }

    @Test(
        "Pixels that are not square are shown in their aspect: wider, or narrower",
        arguments: [
            (160, 180, 2, 1, 320, 180), (720, 576, 64, 45, 480, 270), (720, 576, 16, 15, 480, 360),
            (320, 180, 1, 2, 160, 180), (1440, 1080, 4, 3, 480, 270),
        ])
    func sampleAspectRatio(
        width: Int, height: Int, numerator: Int, denominator: Int, expectedWidth: Int, expectedHeight: Int
    ) {
        let ratio = Ratio(numerator: numerator, denominator: denominator)
        let geometry = Self.geometry(width, height, ratio: ratio)
        #expect(geometry.width == expectedWidth)
        #expect(geometry.height == expectedHeight)
        #expect(geometry.scaledWidth == expectedWidth)
        #expect(geometry.scaledHeight == expectedHeight)
    }

    @Test("The bounds hold for the picture as it is shown, after turning it")
    func swappedAxes() {
        let portrait = Self.geometry(1920, 1080, Self.turned)
        #expect(portrait == Self.geometry(1920, 1080, Self.turned, width: 480))
        #expect(portrait.width == 480 && portrait.height == 853)
        #expect(portrait.scaledWidth == 853 && portrait.scaledHeight == 480)

        let bounded = Self.geometry(1920, 1080, Self.turned, height: 480)
        #expect(bounded.width == 270 && bounded.height == 480)
        #expect(bounded.scaledWidth == 480 && bounded.scaledHeight == 270)
    }

    @Test("The pixels' aspect is that of the stored picture, also where it is shown turned")
    func swappedAxesAndAspect() {
        let geometry = Self.geometry(
            160, 180, ratio: Ratio(numerator: 2, denominator: 1), Self.turned, width: 480)
        #expect(geometry.width == 180 && geometry.height == 320)
        #expect(geometry.scaledWidth == 320 && geometry.scaledHeight == 180)
    }

    @Test(
        "A side is never 0 and never more than a JPEG can have",
        arguments: [
            (8192, 1, 480, 1), (1, 8192, 1, 8192), (8192, 2, 480, 1), (100_000, 100, 480, 1),
            (100, 100_000, 100, 65_500),
        ])
    func thin(width: Int, height: Int, expectedWidth: Int, expectedHeight: Int) {
        let geometry = Self.geometry(width, height)
        #expect(geometry.width == expectedWidth)
        #expect(geometry.height == expectedHeight)
    }

    @Test("An absurd aspect of the pixels gives a picture, and no trap")
    func absurdAspect() {
        let wide = Self.geometry(8192, 8192, ratio: Ratio(numerator: Int(Int32.max), denominator: 1))
        #expect(wide.width == 480 && wide.height == 1)
        let narrow = Self.geometry(1, 8192, ratio: Ratio(numerator: 1, denominator: Int(Int32.max)), height: 65_500)
        #expect(narrow.width == 1 && narrow.height == 8192)
    }

    @Test("All of the frame is shown, unless its middle is to fill the picture")
    func wholeRegion() {
        for ratio in [Self.square, Ratio(numerator: 4, denominator: 3)] {
            let geometry = Self.geometry(1921, 1081, ratio: ratio, Self.turned, width: 99, height: 33)
            #expect(geometry.region == SourceRegion(x: 0, y: 0, width: 1921, height: 1081))
        }
    }

    @Test(
        "Cover fills both sides with the middle of the frame",
        arguments: [
            (1920, 1080, 200, 200, 420, 0, 1080, 1080), (1080, 1920, 200, 200, 0, 420, 1080, 1080),
            (1920, 1080, 480, 270, 0, 0, 1920, 1080), (1600, 900, 400, 100, 0, 250, 1600, 400),
            (1600, 900, 100, 400, 687.5, 0, 225, 900),
        ] as [(Int, Int, Int, Int, Double, Double, Double, Double)])
    func cover(
        width: Int, height: Int, coveredWidth: Int, coveredHeight: Int, x: Double, y: Double, partWidth: Double,
        partHeight: Double
    ) {
        let geometry = Self.geometry(width, height, width: coveredWidth, height: coveredHeight, fit: .cover)
        #expect(geometry.width == coveredWidth && geometry.height == coveredHeight)
        let region = geometry.region
        for (value, expected) in [(region.x, x), (region.y, y), (region.width, partWidth), (region.height, partHeight)]
        {
            #expect(abs(value - expected) < 1e-9, "\(region)")
        }
    }

    @Test("Cover of one side is a square, and so is that of none")
    func coverOfOneSide() {
        for (width, height) in [(200, nil), (nil, 200)] as [(Int?, Int?)] {
            let geometry = Self.geometry(1920, 1080, width: width, height: height, fit: .cover)
            #expect(geometry.width == 200 && geometry.height == 200)
        }
        let standard = Self.geometry(1920, 1080, fit: .cover)
        #expect(standard.width == 480 && standard.height == 480)
    }

    @Test(
        "Cover never enlarges: a small frame gives the largest part of the wanted aspect ratio",
        arguments: [
            (320, 180, 480, 480, 180, 180), (320, 180, 400, 100, 320, 80), (320, 180, 100, 400, 45, 180),
            (320, 100, 300, 300, 100, 100), (1, 1, 480, 480, 1, 1), (8192, 1, 480, 480, 1, 1),
            (1, 8192, 65_500, 1, 1, 1),
        ])
    func coverNeverEnlarges(
        width: Int, height: Int, coveredWidth: Int, coveredHeight: Int, expectedWidth: Int, expectedHeight: Int
    ) {
        let geometry = Self.geometry(width, height, width: coveredWidth, height: coveredHeight, fit: .cover)
        #expect(geometry.width == expectedWidth && geometry.height == expectedHeight)
        #expect(geometry.region.x >= 0 && geometry.region.x + geometry.region.width <= Double(width) + 1e-9)
        #expect(geometry.region.y >= 0 && geometry.region.y + geometry.region.height <= Double(height) + 1e-9)
    }

    @Test("What cover cuts off is measured in the frame's own pixels, before it is turned")
    func coverTurnedAndAnamorphic() {
        // Shown as 320x180, turned as 180x320.
        let ratio = Ratio(numerator: 2, denominator: 1)
        let upright = Self.geometry(160, 180, ratio: ratio, width: 90, height: 90, fit: .cover)
        #expect(upright.region == SourceRegion(x: 35, y: 0, width: 90, height: 180))
        let turned = Self.geometry(160, 180, ratio: ratio, Self.turned, width: 90, height: 45, fit: .cover)
        #expect(turned.width == 90 && turned.height == 45)
        #expect(turned.scaledWidth == 45 && turned.scaledHeight == 90)
        #expect(turned.region == SourceRegion(x: 57.5, y: 0, width: 45, height: 180))
    }

    @Test("A ratio is in its lowest terms, and plausible between 1:16 and 16:1")
    func ratios() {
        #expect(Ratio(numerator: 1280, denominator: 720) == Ratio(numerator: 16, denominator: 9))
        for (numerator, denominator, isPlausible) in [
            (1, 1, true), (64, 45, true), (16, 1, true), (1, 16, true), (17, 1, false), (1, 1000, false),
            (0, 1, false), (1, 0, false), (0, 0, false), (-4, 3, false),
        ] {
            let ratio = Ratio(numerator: numerator, denominator: denominator)
            #expect(ratio.isPlausible == isPlausible, "\(numerator):\(denominator)")
        }
    }

    @Test("Only tiny pictures get a better quality than was asked for, and none a worse one")
    func tinyPictures() {
        let options = ThumbnailOptions(quality: 40)
        #expect(options.quality(ofWidth: 64, height: 64) == 95)
        #expect(options.quality(ofWidth: 16, height: 9) == 95)
        #expect(options.quality(ofWidth: 65, height: 64) == 40)
        #expect(ThumbnailOptions(quality: 100).quality(ofWidth: 8, height: 8) == 100)
    }
}
