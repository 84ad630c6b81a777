import Testing

@testable import Thumbnailer

@Suite("The thumbnail's size")
struct GeometryTests {
    private static let square = Ratio.square
    private static let turned = Orientation(swapsAxes: true, mirrorsHorizontally: true, mirrorsVertically: false)

    private static func geometry(
        _ width: Int, _ height: Int, ratio: Ratio = square, _ orientation: Orientation = .upright,
        width maximumWidth: Int? = nil, height maximumHeight: Int? = nil
    ) -> Geometry {
        Geometry(
            frameWidth: width, frameHeight: height, sampleAspectRatio: ratio, orientation: orientation,
            options: ThumbnailOptions(width: maximumWidth, height: maximumHeight))
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
}
