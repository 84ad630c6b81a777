import Foundation
import TestSupport
import Testing

@testable import Thumbnailer

/// From codes in a lossless video to the decoded JPEG.
@Suite("Colour bars of standard dynamic range", .timeLimit(.minutes(15)))
struct StandardColourTests {
    private static func bars(
        kr: Double, kb: Double, isFullRange: Bool, bits: Int, tags: [String: String] = [:]
    ) -> BarVideo {
        BarVideo(
            bars: ReferenceColour.all.map { $0.codes(kr: kr, kb: kb, isFullRange: isFullRange, bits: bits) },
            pixelFormat: bits > 8 ? "yuv444p\(bits)le" : "yuv444p", bits: bits,
            tags: tags.merging(["_range": isFullRange ? "pc" : "tv"]) { tag, _ in tag })
    }

    @Test(
        "Every matrix, range and depth",
        arguments: [
            ("bt709", 0.2126, 0.0722), ("bt470bg", 0.299, 0.114), ("smpte170m", 0.299, 0.114),
            ("bt2020nc", 0.2627, 0.0593), ("bt2020c", 0.2627, 0.0593), ("fcc", 0.30, 0.11),
            ("smpte240m", 0.212, 0.087),
        ], [(false, 8), (true, 8), (false, 10), (true, 12)])
    func matrices(matrix: (String, Double, Double), coding: (Bool, Int)) async throws {
        let video = Self.bars(
            kr: matrix.1, kb: matrix.2, isFullRange: coding.0, bits: coding.1, tags: ["space": matrix.0])
        try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
    }

    @Test("YCgCo, and green, blue and red as they are", arguments: [false, true])
    func otherMatrices(isFullRange: Bool) async throws {
        let range = isFullRange ? "pc" : "tv"
        let yCgCo = BarVideo(
            bars: ReferenceColour.all.map { $0.yCgCoCodes(isFullRange: isFullRange) },
            tags: ["space": "ycgco", "_range": range])
        try await yCgCo.thumbnail().expectBars(of: yCgCo, ReferenceColour.all)
        let identity = BarVideo(
            bars: ReferenceColour.all.map { $0.identityCodes(isFullRange: isFullRange) },
            tags: ["space": "rgb", "_range": range])
        try await identity.thumbnail().expectBars(of: identity, ReferenceColour.all)
    }

    @Test("A matrix that follows from the primaries")
    func derivedMatrix() async throws {
        // SMPTE RP 145, whose luminance weights RP 177 gives as 0.2124, 0.7011 and 0.0866.
        let video = Self.bars(
            kr: 0.2124, kb: 0.0866, isFullRange: false, bits: 10,
            tags: ["space": "chroma-derived-nc", "_primaries": "smpte170m"])
        try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
    }

    @Test(
        "Tags come through every lossless way into a file",
        arguments: [
            (["libx264", "-qp", "0"], "mp4"), (["libx264", "-qp", "0"], "mkv"), (["libx264", "-qp", "0"], "avi"),
            (["libx264", "-qp", "0"], "nut"), (["libx264", "-qp", "0"], "mov"), (["ffv1"], "mkv"),
        ])
    func containers(codec: [String], container: String) async throws {
        for (name, kr, kb) in [("bt709", 0.2126, 0.0722), ("smpte170m", 0.299, 0.114)] {
            var video = Self.bars(kr: kr, kb: kb, isFullRange: false, bits: 8, tags: ["space": name])
            (video.codec, video.container) = (codec, container)
            try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
        }
    }

    @Test("Without tags: BT.601 and limited range in a small picture", arguments: ["avi", "nut", "mkv"])
    func untagged(container: String) async throws {
        var video = Self.bars(kr: 0.299, kb: 0.114, isFullRange: false, bits: 8)
        (video.tags, video.codec, video.container) = ([:], ["ffv1"], container)
        try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
    }

    @Test("Without tags: BT.709 from 1280 pixels wide")
    func untaggedWide() async throws {
        var video = Self.bars(kr: 0.2126, kb: 0.0722, isFullRange: false, bits: 8)
        video.tags = [:]
        video.bars = (0..<4).flatMap { _ in video.bars }
        #expect(video.width >= 1280)
        let expected = (0..<4).flatMap { _ in ReferenceColour.all }
        try await video.thumbnail().expectBars(of: video, expected)
    }

    @Test(
        "Subsampled chroma, at each depth",
        arguments: [
            ("yuv420p", 8, 1, 1), ("yuv422p", 8, 1, 0), ("yuv440p", 8, 0, 1), ("yuv411p", 8, 2, 0),
            ("yuv410p", 8, 2, 2), ("yuv420p10le", 10, 1, 1), ("yuv422p10le", 10, 1, 0), ("yuv420p12le", 12, 1, 1),
            ("yuv422p16le", 16, 1, 0), ("yuv444p14le", 14, 0, 0),
        ])
    func subsampling(format: String, bits: Int, x: Int, y: Int) async throws {
        var video = Self.bars(kr: 0.2126, kb: 0.0722, isFullRange: false, bits: bits, tags: ["space": "bt709"])
        (video.pixelFormat, video.chromaShift) = (format, (x, y))
        let seen = try await video.thumbnail()
        #expect(seen.thumbnail.source.pixelFormat == format)
        seen.expectBars(of: video, ReferenceColour.all)
    }

    @Test(
        "Packed and semi-planar formats, of the same codes",
        arguments: [
            ("yuv422p", 1, 0, "yuyv422"), ("yuv422p", 1, 0, "uyvy422"), ("yuv420p", 1, 1, "nv12"),
            ("yuv420p", 1, 1, "yuv420p"),
        ])
    func packed(planar: String, x: Int, y: Int, format: String) async throws {
        var video = Self.bars(kr: 0.299, kb: 0.114, isFullRange: false, bits: 8)
        (video.pixelFormat, video.chromaShift, video.tags) = (planar, (x, y), [:])
        (video.codec, video.container) = (["rawvideo", "-pix_fmt", format], "nut")
        let seen = try await video.thumbnail()
        #expect(seen.thumbnail.source.pixelFormat == format)
        seen.expectBars(of: video, ReferenceColour.all)
    }

    @Test(
        "RGB in all its orders",
        arguments: ["gbrp", "rgb24", "bgr24", "rgba", "bgra", "argb", "abgr", "bgr0", "rgb48le"])
    func rgb(format: String) async throws {
        let video = BarVideo(
            bars: ReferenceColour.all.map { $0.identityCodes(isFullRange: true) }, pixelFormat: "gbrp",
            codec: ["rawvideo", "-pix_fmt", format], container: "nut")
        let seen = try await video.thumbnail()
        #expect(seen.thumbnail.source.pixelFormat == format)
        seen.expectBars(of: video, ReferenceColour.all)
    }

    @Test("RGB of few bits is as bright as RGB of many", arguments: ["rgb565le", "rgb555le"])
    func fewBits(format: String) async throws {
        let greys = [0, 8, 16, 24, 31].map { $0 * 255 / 31 }
        let video = BarVideo(
            bars: greys.map { [$0, $0, $0] }, pixelFormat: "gbrp",
            codec: ["rawvideo", "-pix_fmt", format, "-sws_flags", "accurate_rnd", "-sws_dither", "none"],
            container: "nut")
        let seen = try await video.thumbnail()
        for (colour, grey) in zip(video.colours(in: seen.picture), greys) {
            #expect(abs(Int(colour.green) - grey) <= 6, "\(colour) instead of \(grey)")
        }
    }

    @Test("Grey has no colour", arguments: [("gray", 8), ("gray10le", 10), ("gray16le", 16)])
    func grey(format: String, bits: Int) async throws {
        let levels = [0, 0.1, 0.25, 0.5, 0.75, 1]
        let video = BarVideo(
            bars: levels.map { [Int(($0 * Double(1 << bits - 1)).rounded())] }, pixelFormat: format, bits: bits)
        try await video.thumbnail().expectBars(of: video, levels.map { ReferenceColour($0, $0, $0) })
    }

    @Test(
        "Transparent colours are laid over black",
        arguments: [("yuva444p", ["ffv1"], "mkv"), ("yuva444p", ["rawvideo"], "nut")])
    func alpha(format: String, codec: [String], container: String) async throws {
        let colours = [
            (ReferenceColour(1, 1, 1), 1.0), (.init(1, 1, 1), 0.5), (.init(1, 0.5, 0.2), 0.5), (.init(0, 1, 0), 0),
            (.init(0.2, 0.4, 0.9), 0.8),
        ]
        let video = BarVideo(
            bars: colours.map { colour, opacity in
                colour.codes(kr: 0.299, kb: 0.114, isFullRange: false, bits: 8) + [Int((opacity * 255).rounded())]
            }, pixelFormat: format, codec: codec, container: container)
        try await video.thumbnail().expectBars(
            of: video,
            colours.map { ReferenceColour($0.red * $1, $0.green * $1, $0.blue * $1) })
    }

    @Test("Where nothing is opaque, everything is shown")
    func unusedAlpha() async throws {
        let video = BarVideo(
            bars: ReferenceColour.all.map { $0.codes(kr: 0.299, kb: 0.114, isFullRange: false, bits: 8) + [0] },
            pixelFormat: "yuva444p")
        try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
    }

    @Test(
        "Wide gamuts become BT.709's",
        arguments: [
            // From BT.2020: Report ITU-R BT.2407-0, §2.2. From Display P3: computed from SMPTE EG 432-1's primaries.
            (
                "bt2020", "bt709", 2.4,
                [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
            ),
            (
                "smpte432", "bt709", 2.4,
                [[1.2249, -0.2249, 0], [-0.0421, 1.0421, 0], [-0.0196, -0.0786, 1.0983]]
            ),
        ])
    func wideGamuts(primaries: String, transfer: String, gamma: Double, rows: [[Double]]) async throws {
        let colours = [
            ReferenceColour(1, 1, 1), .init(0, 0, 0), .init(0.5, 0.5, 0.5), .init(0.8, 0.6, 0.5), .init(0.5, 0.6, 0.4),
            .init(0.3, 0.4, 0.6), .init(0.7, 0.7, 0.4),
        ]
        let video = BarVideo(
            bars: colours.map { $0.codes(kr: 0.2126, kb: 0.0722, isFullRange: true, bits: 10) },
            pixelFormat: "yuv444p10le", bits: 10,
            tags: ["space": "bt709", "_primaries": primaries, "_trc": transfer, "_range": "pc"])
        try await video.thumbnail().expectBars(
            of: video, colours.map { $0.transformed(rows, decode: { pow($0, gamma) }, encode: { pow($0, 1 / gamma) }) })
    }

    @Test("The primaries of standard-definition video are left alone", arguments: ["smpte170m", "bt470bg"])
    func narrowGamuts(primaries: String) async throws {
        let video = Self.bars(
            kr: 0.299, kb: 0.114, isFullRange: false, bits: 8,
            tags: ["space": "smpte170m", "_primaries": primaries, "_trc": "smpte170m"])
        try await video.thumbnail().expectBars(of: video, ReferenceColour.all)
    }

    @Test(
        "What a wide gamut has and BT.709 has not loses saturation, and nothing else",
        arguments: ["bt2020", "smpte432"])
    func outsideTheGamut(primaries: String) async throws {
        let colours: [ReferenceColour] = [
            .init(1, 0, 0), .init(0, 1, 0), .init(0, 0, 1), .init(0, 1, 1), .init(1, 0, 1), .init(1, 1, 0),
        ]
        let video = BarVideo(
            bars: colours.map { $0.codes(kr: 0.2126, kb: 0.0722, isFullRange: true, bits: 10) },
            pixelFormat: "yuv444p10le", bits: 10,
            tags: ["space": "bt709", "_primaries": primaries, "_trc": "bt709", "_range": "pc"])
        let seen = try await video.thumbnail()
        for (rgb, colour) in zip(video.colours(in: seen.picture), colours) {
            let channels = zip([rgb.red, rgb.green, rgb.blue], [colour.red, colour.green, colour.blue])
            let (full, none) = (channels.filter { $1 == 1 }.map { $0.0 }, channels.filter { $1 == 0 }.map { $0.0 })
            #expect(full.min()! > 180 && none.max()! < 150, "\(rgb) of \(colour)")
        }
    }
}
