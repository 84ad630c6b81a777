/// The media that tests use. Each is made once, by ``Fixtures``, and then kept beside the build.
package enum Fixture: String, CaseIterable, Sendable {
    /// ``ColourVideo``, 640×360, H.264 and AAC, BT.601; its index (`moov`) comes last.
    case mp4IndexLast = "index-last.mp4"
    /// The same streams; the index comes first.
    case mp4IndexFirst = "index-first.mp4"
    case matroska = "h264.mkv"
    case mpegTS = "h264.ts"
    /// The same pictures as VP9, without sound.
    case webM = "vp9.webm"
    /// ``ColourVideo``, 1280×720, H.264 without sound, BT.709.
    case mp4HD = "hd.mp4"
    /// ``mp4IndexLast`` with a display matrix: to be shown turned by 90° clockwise, so 360×640.
    case mp4Rotated = "rotated-90.mp4"
    /// Two seconds of noise, 640×360, H.264 at 50 Mbit/s: keyframes of 280 kB, as in camera footage.
    case mp4Noise = "noise.mp4"
    /// ``mp4Noise`` over and over, index last: 300 MB.
    case mp4Large = "large.mp4"
    /// Twenty minutes of ``mp4IndexLast`` over and over, 0.7 MB of index, which comes last.
    case mp4LongIndexLast = "long-index-last.mp4"
    /// The same streams; the index comes first.
    case mp4LongIndexFirst = "long-index-first.mp4"
    /// ``mp4Noise`` four times over, 50 MB, as Matroska.
    case matroskaNoise = "noise.mkv"
    /// ``mp4LongIndexLast`` as an MPEG transport stream, 21 MB.
    case mpegTSLong = "long.ts"
    /// The first half of ``mp4IndexLast``: its index is gone.
    case mp4CutInHalf = "cut-in-half.mp4"
    /// ``mp4IndexFirst`` without its last third: its index is whole, and leads past the object's end.
    case mp4EndMissing = "end-missing.mp4"
    /// ``mp4IndexLast`` with noise where its packets are, so that no keyframe can be decoded.
    case mp4Damaged = "damaged.mp4"
    /// ``mp4IndexLast`` whose index says that the picture is 20 000 pixels wide and high.
    case mp4Huge = "huge.mp4"
    /// ``ColourVideo`` as it comes from a camera: no container, no index.
    case h264Stream = "stream.h264"
    case audioOnly = "audio-only.m4a"
    case picturePNG = "picture.png"
    case pictureJPEG = "picture.jpg"
    case text = "notes.txt"
    case empty = "empty.mp4"
    /// 100 kB, the same in every run.
    case noise = "noise.bin"

    // ColourVideo in the pixel formats that videos come in, 320×180 where nothing else is said.

    /// Without any word on its colours, 1280×720 and BT.709: what players assume at that size.
    case hdUntagged = "hd-untagged.mp4"
    /// H.264, yuvj420p.
    case fullRange = "full-range.mp4"
    /// H.265 Main 10.
    case tenBit = "ten-bit.mp4"
    /// H.264, every pixel with a colour of its own.
    case fullChroma = "full-chroma.mp4"
    /// PNG in QuickTime, rgb24.
    case rgb = "rgb.mov"
    /// Lossless H.264 in Matroska, planar RGB.
    case planarRGB = "planar-rgb.mkv"
    /// Bottom-up rows of palette entries in AVI, 160×90: the palette comes with the first packet only.
    case palette = "palette.avi"
    /// 160×180 pixels that are twice as wide as high.
    case anamorphic = "anamorphic.mp4"
    /// VP9, 161×121, 4:2:0.
    case oddSize = "odd-size.webm"
}

/// What the colour videos show: every second one flat colour, with a white box over the top left, a quarter of the
/// picture wide and high. 25 frames and one keyframe a second.
package enum ColourVideo {
    package static let seconds: [RGB] = [0xC82828, 0x28A03C, 0x283CC8, 0xD2BE28, 0xB432AA, 0x28AAB4].map { RGB($0) }

    /// The colour around the box at `time` seconds.
    package static func colour(at time: Double) -> RGB { seconds[min(Int(time), seconds.count - 1)] }
}

extension Fixture {
    enum Recipe {
        /// Arguments of ffmpeg, up to the output's name.
        case ffmpeg([String])
        /// The same, with another fixture as the input.
        case remux(Fixture, inputOptions: [String] = [], [String])
        /// The bytes of another fixture, changed. The revision is part of the name in the cache: count it up with a change.
        case edit(Fixture, revision: Int, @Sendable ([UInt8]) throws -> [UInt8])
        case bytes([UInt8])
    }

    var recipe: Recipe {
        switch self {
        case .mp4IndexLast:
            .ffmpeg(
                ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=\(ColourVideo.seconds.count)"]
                    + ColourVideo.arguments(size: "640x360", matrix: "bt601", tag: "smpte170m")
                    + ["-map", "0:a", "-c:a", "aac", "-b:a", "64k"])
        case .mp4HD: .ffmpeg(ColourVideo.arguments(size: "1280x720", matrix: "bt709", tag: "bt709"))
        case .mp4IndexFirst: .remux(.mp4IndexLast, ["-c", "copy", "-movflags", "+faststart"])
        case .matroska, .mpegTS: .remux(.mp4IndexLast, ["-c", "copy"])
        case .audioOnly: .remux(.mp4IndexLast, ["-vn", "-c", "copy"])
        case .webM:
            .remux(
                .mp4IndexLast,
                ["-an", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-g", "25"])
        case .mp4Noise:
            .ffmpeg([
                "-f", "lavfi", "-i", "color=c=gray:s=640x360:r=25:d=2,noise=alls=60:allf=t:all_seed=1",
                "-c:v", "libx264", "-preset", "ultrafast", "-qp", "18", "-bf", "0", "-g", "25", "-pix_fmt", "yuv420p",
            ])
        case .mp4Large: .remux(.mp4Noise, inputOptions: ["-stream_loop", "23"], ["-c", "copy"])
        case .mp4LongIndexLast: .remux(.mp4IndexLast, inputOptions: ["-stream_loop", "199"], ["-c", "copy"])
        case .mp4LongIndexFirst: .remux(.mp4LongIndexLast, ["-c", "copy", "-movflags", "+faststart"])
        case .matroskaNoise: .remux(.mp4Noise, inputOptions: ["-stream_loop", "3"], ["-c", "copy"])
        case .mpegTSLong: .remux(.mp4LongIndexLast, ["-c", "copy"])
        case .mp4Rotated: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.rotatedBy90Degrees($0, height: 360) }
        case .mp4CutInHalf: .edit(.mp4IndexLast, revision: 1) { Array($0.prefix($0.count / 2)) }
        case .mp4EndMissing: .edit(.mp4IndexFirst, revision: 1) { Array($0.prefix($0.count * 2 / 3)) }
        case .mp4Damaged: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.withNoiseAsMedia($0) }
        case .mp4Huge: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.sized($0, width: 20_000, height: 20_000) }
        case .h264Stream: .remux(.mp4IndexLast, ["-an", "-c", "copy"])
        case .picturePNG, .pictureJPEG: .remux(.mp4IndexLast, ["-frames:v", "1"])
        case .hdUntagged: .ffmpeg(ColourVideo.arguments(size: "1280x720", matrix: "bt709"))
        case .fullRange:
            .ffmpeg(ColourVideo.arguments(size: "320x180", range: "pc", tag: "smpte170m", pixelFormat: "yuvj420p"))
        case .tenBit:
            .ffmpeg(
                ColourVideo.arguments(
                    size: "320x180", tag: "smpte170m", pixelFormat: "yuv420p10le",
                    codec: ["libx265", "-preset", "ultrafast", "-crf", "16", "-x265-params", "log-level=error"]))
        case .fullChroma:
            .ffmpeg(ColourVideo.arguments(size: "320x180", tag: "smpte170m", pixelFormat: "yuv444p"))
        case .rgb: .ffmpeg(ColourVideo.arguments(size: "320x180", pixelFormat: "rgb24", codec: ["png"]))
        case .planarRGB:
            .ffmpeg(
                ColourVideo.arguments(
                    size: "320x180", pixelFormat: "rgb24", codec: ["libx264rgb", "-preset", "ultrafast", "-qp", "0"]))
        case .palette:
            .ffmpeg(
                ColourVideo.arguments(
                    size: "160x90",
                    pixelFormat:
                        "rgb24,split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none",
                    codec: ["rawvideo"]))
        case .anamorphic:
            .ffmpeg(ColourVideo.arguments(size: "160x180", tag: "smpte170m") + ["-aspect", "16:9"])
        case .oddSize:
            // Cropped, since ffmpeg's own scaler blends the last column of chroma with what lies beside the picture.
            .ffmpeg(
                ColourVideo.arguments(
                    size: "164x124", tag: "smpte170m", pixelFormat: "yuv420p,crop=161:121:0:0:exact=1",
                    codec: ["libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-crf", "10", "-b:v", "0"]))
        case .noise: .bytes(MP4Edit.noise(100_000))
        case .text: .bytes(Array("Shopping list: flour, butter, eggs.\n".utf8))
        case .empty: .bytes([])
        }
    }
}

extension ColourVideo {
    /// Arguments of ffmpeg that make the picture.
    ///
    /// - Parameters:
    ///   - tag: What the stream says about its colours; nil for nothing.
    ///   - pixelFormat: More filters may follow after a comma.
    fileprivate static func arguments(
        size: String, matrix: String = "bt601", range: String = "tv", tag: String? = nil,
        pixelFormat: String = "yuv420p", codec: [String] = ["libx264", "-preset", "veryfast", "-crf", "18"]
    ) -> [String] {
        let sources = seconds.indices.map { index in
            "color=c=\(seconds[index].hex):s=\(size):r=25:d=1,format=rgb24[second\(index)];"
        }
        let graph =
            sources.joined() + seconds.indices.map { "[second\($0)]" }.joined() + "concat=n=\(seconds.count),"
            + "drawbox=w=iw/4:h=ih/4:color=white:t=fill,scale=out_color_matrix=\(matrix):out_range=\(range),"
            + "format=\(pixelFormat)[v]"
        let colours = tag.map {
            ["-colorspace", $0, "-color_primaries", $0, "-color_trc", $0, "-color_range", range]
        }
        return ["-filter_complex", graph, "-map", "[v]", "-c:v"] + codec
            + ["-g", "25", "-keyint_min", "25", "-sc_threshold", "0"] + (colours ?? [])
    }
}
