import TestSupport
import Testing

@testable import Thumbnailer

@Suite("What the picture looks like", .timeLimit(.minutes(15)))
struct PictureTests {
    @Test(
        "Every pixel format shows its colours",
        arguments: [
            (Fixture.mp4IndexLast, "yuv420p"), (.mp4HD, "yuv420p"), (.hdUntagged, "yuv420p"), (.webM, "yuv420p"),
            (.fullRange, "yuvj420p"), (.tenBit, "yuv420p10le"), (.fullChroma, "yuv444p"), (.rgb, "rgb24"),
            (.planarRGB, "gbrp"), (.palette, "pal8"), (.oddSize, "yuv420p"),
        ])
    func colours(fixture: Fixture, pixelFormat: String) async throws {
        for second in [0, 3] {
            let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: .seconds(Double(second) + 0.5)))
            #expect(seen.thumbnail.source.pixelFormat == pixelFormat)
            seen.expectColours(ofSecond: second)
        }
    }

    @Test("Lossless RGB comes out almost as it is", arguments: [Fixture.rgb, .planarRGB])
    func exactColours(fixture: Fixture) async throws {
        for second in ColourVideo.seconds.indices {
            let options = ThumbnailOptions(time: .seconds(Double(second)), quality: 100)
            try await SeenThumbnail(of: fixture, options).expectColours(ofSecond: second, tolerance: 3)
        }
    }

    @Test(
        "The default is 480 pixels wide, and never more than the video has",
        arguments: [
            (Fixture.mp4IndexLast, 480, 270), (.mp4HD, 480, 270), (.mp4Rotated, 360, 640), (.tenBit, 320, 180),
            (.oddSize, 161, 121), (.anamorphic, 320, 180),
        ])
    func defaultSize(fixture: Fixture, width: Int, height: Int) async throws {
        let seen = try await SeenThumbnail(of: fixture)
        #expect(seen.picture.width == width)
        #expect(seen.picture.height == height)
        if fixture != .mp4Rotated { seen.expectColours(ofSecond: 0) }
    }

    @Test(
        "Bounds hold for the picture as it is shown",
        arguments: [
            (Fixture.mp4IndexLast, 160, nil, 160, 90), (.mp4IndexLast, nil, 90, 160, 90),
            (.mp4IndexLast, 100, 100, 100, 56),
            (.mp4IndexLast, 1, nil, 1, 1), (.mp4IndexLast, 5000, 5000, 640, 360), (.mp4Rotated, 90, nil, 90, 160),
            (.mp4Rotated, nil, 90, 51, 90), (.anamorphic, 160, nil, 160, 90), (.oddSize, 99, nil, 99, 74),
        ] as [(Fixture, Int?, Int?, Int, Int)])
    func bounds(
        fixture: Fixture, maximumWidth: Int?, maximumHeight: Int?, width: Int, height: Int
    ) async throws {
        let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(width: maximumWidth, height: maximumHeight))
        #expect(seen.picture.width == width)
        #expect(seen.picture.height == height)
    }

    @Test("A video with a display matrix is shown turned")
    func rotation() async throws {
        let seen = try await SeenThumbnail(of: .mp4Rotated)
        #expect(seen.thumbnail.source.orientation.rotation == 90)
        #expect(seen.thumbnail.source.width == 640 && seen.thumbnail.source.height == 360)
        // The white box of the top left is at the top right.
        let colour = ColourVideo.seconds[0]
        for (x, y, expected) in [
            (0.99, 0, RGB.white), (0.8, 0.2, .white), (0.99, 0.3, colour), (0.7, 0.1, colour), (0, 0, colour),
            (0.99, 0.99, colour), (0, 0.99, colour),
        ] {
            let pixel = seen.picture.rgb(atRelative: x, y)
            #expect(pixel.isClose(to: expected), "\(pixel) instead of \(expected) at \(x), \(y)")
        }
    }

    @Test("What the thumbnail was made from is told")
    func source() async throws {
        let source = try await SeenThumbnail(of: .anamorphic).thumbnail.source
        #expect(source.container == "mov,mp4,m4a,3gp,3g2,mj2")
        #expect(source.videoCodec == "h264")
        #expect(source.width == 160 && source.height == 180)
        #expect(source.sampleAspectRatio == Ratio(numerator: 2, denominator: 1))
        #expect(source.orientation == .upright)
    }

    @Test("Quality is passed on")
    func quality() async throws {
        let low = try await SeenThumbnail(of: .mp4Noise, ThumbnailOptions(quality: 10)).thumbnail.jpeg
        let high = try await SeenThumbnail(of: .mp4Noise, ThumbnailOptions(quality: 95)).thumbnail.jpeg
        #expect(low.count * 2 < high.count)
    }
}
