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
    /// Three hours of ``mp4IndexLast`` over and over, 6 MB of index, which comes last.
    case mp4HoursIndexLast = "hours-index-last.mp4"
    /// The same streams; the index comes first.
    case mp4HoursIndexFirst = "hours-index-first.mp4"
    /// ``mp4Noise`` four times over, 50 MB, as Matroska.
    case matroskaNoise = "noise.mkv"
    /// ``mp4LongIndexLast`` as an MPEG transport stream, 21 MB.
    case mpegTSLong = "long.ts"
    /// Four seconds of noise, 640×360, H.264 at 8 Mbit/s with B-frames and a keyframe every two seconds.
    case mp4Steady = "steady.mp4"
    /// ``mp4Steady`` over and over, 48 MB.
    case mpegTSSteady = "steady.ts"
    /// The same as Matroska, as it is streamed: without cues and without a duration.
    case matroskaLive = "live.mkv"
    /// The same as Flash Video, without a list of keyframes.
    case flashVideo = "steady.flv"
    /// The same video without a container.
    case h264StreamLong = "long.h264"
    /// Four seconds of noise as MPEG-2 video in a program stream, a keyframe every half second.
    case mpegPS = "noise.mpg"
    /// ``mpegPS`` over and over, 48 MB.
    case mpegPSLong = "long.mpg"
    /// Four seconds of noise as Theora, a keyframe every second.
    case ogg = "noise.ogv"
    /// ``ogg`` over and over.
    case oggLong = "long.ogv"
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
    /// Common Encryption, all of it.
    case mp4Encrypted = "encrypted.mp4"
    case heif = "picture.heic"
    /// A fragment as in DASH, without what comes before the first one.
    case mp4Segment = "segment.m4s"
    case audioOnly = "audio-only.m4a"
    case picturePNG = "picture.png"
    case pictureJPEG = "picture.jpg"
    case text = "notes.txt"
    case empty = "empty.mp4"
    /// 100 kB, the same in every run.
    case noise = "noise.bin"

    // What the sample tables of MP4 files may hold, made of ``mp4IndexLast`` unless something else is said.

    /// Sound is the first track.
    case mp4AudioFirst = "audio-first.mp4"
    /// The video twice.
    case mp4TwoVideos = "two-videos.mp4"
    /// With chapters, of which the titles are a track that the video refers to.
    case mp4Chapters = "chapters.mp4"
    /// Begins at 1.5 s: its edit list cuts away what a decoder needs from second 1 on.
    case mp4CutStart = "cut-start.mp4"
    /// Begins half a second late, by an empty edit.
    case mp4Delayed = "delayed.mp4"
    /// Without an edit list, so that the first frame is presented late.
    case mp4NoEdits = "no-edits.mp4"
    /// Its edit list ends at 3.5 s; the media goes on.
    case mp4CutEnd = "cut-end.mp4"
    /// Negative composition offsets, as QuickTime writes them.
    case mp4NegativeOffsets = "negative-offsets.mp4"
    /// Three of every ten frames, each at its own time.
    case mp4VariableRate = "variable-rate.mp4"
    /// Keyframes that frames before them in presentation refer to.
    case mp4OpenGOP = "open-gop.mp4"
    /// The video track's chunk offsets are of 64 bits.
    case mp4LongOffsets = "long-offsets.mp4"
    /// Its first three keyframes' packets are noise.
    case mp4DamagedStart = "damaged-start.mp4"
    /// Each second a fragment.
    case mp4Fragmented = "fragmented.mp4"
    /// H.264 in QuickTime.
    case quickTime = "h264.mov"
    /// ProRes: every frame is a keyframe, and there is no table of them.
    case proRes = "prores.mov"
    /// MPEG-4 part 2.
    case mpeg4 = "mpeg4.mp4"
    /// VP9.
    case mp4VP9 = "vp9.mp4"
    /// AV1.
    case mp4AV1 = "av1.mp4"

    // What keyframes and frames may be like, made of ``ColourVideo``.

    /// HEVC, 320×180, whose keyframes name references of the pictures that follow them (CRA).
    case hevcOpenGOP = "open-gop-hevc.mp4"
    /// ``mp4OpenGOP`` as a transport stream: its parameter sets come with the first picture only.
    case mpegTSOpenGOP = "open-gop.ts"
    /// No keyframe but the first: the picture is refreshed column by column, within each second anew.
    case intraRefresh = "intra-refresh.mp4"
    /// Three seconds of black before ``mp4IndexLast``.
    case blackStart = "black-start.mp4"
    /// The same as Matroska, whose index tells no sizes.
    case blackStartMatroska = "black-start.mkv"
    /// The same as a transport stream, which has no index.
    case blackStartTS = "black-start.ts"
    /// ``mp4IndexLast``, white from second 2 to 4.
    case whiteMiddle = "white-middle.mp4"
    /// ``mp4IndexLast``, coming out of black within three seconds.
    case fadeIn = "fade-in.mp4"
    /// One picture.
    case gifStill = "still.gif"
    /// Two pictures a second.
    case gif = "moving.gif"
    /// Motion JPEG.
    case avi = "mjpeg.avi"
    /// Windows Media Video 8.
    case asf = "wmv.asf"
    /// MPEG-2.
    case mxf = "mpeg2.mxf"

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
    /// Whether it is an ISO base media file, whole or not.
    package var isISOMedia: Bool { [".mp4", ".mov", ".m4a"].contains { rawValue.hasSuffix($0) } && self != .empty }

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
        case .mp4Steady:
            .ffmpeg(
                Self.noiseVideo + ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "50"]
                    + Self.megabyteASecond)
        case .mpegTSSteady: .remux(.mp4Steady, inputOptions: ["-stream_loop", "11"], ["-c", "copy"])
        case .matroskaLive:
            .remux(.mp4Steady, inputOptions: ["-stream_loop", "11"], ["-c", "copy", "-f", "matroska", "-live", "1"])
        case .h264StreamLong: .remux(.mp4Steady, inputOptions: ["-stream_loop", "11"], ["-c", "copy"])
        case .flashVideo: .remux(.mp4Steady, inputOptions: ["-stream_loop", "11"], ["-c", "copy"])
        case .mpegPS:
            .ffmpeg(
                Self.noiseVideo + ["-c:v", "mpeg2video", "-bf", "2", "-g", "12", "-f", "vob"] + Self.megabyteASecond)
        case .mpegPSLong: .remux(.mpegPS, inputOptions: ["-stream_loop", "11"], ["-c", "copy", "-f", "vob"])
        case .ogg: .ffmpeg(Self.noiseVideo + ["-c:v", "libtheora", "-b:v", "5M", "-g", "25"])
        case .oggLong: .remux(.ogg, inputOptions: ["-stream_loop", "11"], ["-c", "copy"])
        case .mp4LongIndexLast: .remux(.mp4IndexLast, inputOptions: ["-stream_loop", "199"], ["-c", "copy"])
        case .mp4LongIndexFirst: .remux(.mp4LongIndexLast, ["-c", "copy", "-movflags", "+faststart"])
        case .mp4HoursIndexLast: .remux(.mp4IndexLast, inputOptions: ["-stream_loop", "1799"], ["-c", "copy"])
        case .mp4HoursIndexFirst: .remux(.mp4HoursIndexLast, ["-c", "copy", "-movflags", "+faststart"])
        case .matroskaNoise: .remux(.mp4Noise, inputOptions: ["-stream_loop", "3"], ["-c", "copy"])
        case .mpegTSLong: .remux(.mp4LongIndexLast, ["-c", "copy"])
        case .mp4Rotated: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.rotatedBy90Degrees($0, height: 360) }
        case .mp4Encrypted:
            .remux(
                .mp4IndexLast,
                [
                    "-c", "copy", "-encryption_scheme", "cenc-aes-ctr", "-encryption_kid",
                    "00112233445566778899aabbccddeeff", "-encryption_key", "ffeeddccbbaa99887766554433221100",
                ])
        case .heif:
            .bytes(
                Array("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic\0\0\0\u{0c}meta\0\0\0\0".utf8)
                    + [0, 0, 0, 12] + Array("mdat".utf8) + [0, 0, 0, 0])
        case .mp4Segment: .edit(.mp4Fragmented, revision: 1) { try MP4Edit.firstFragment($0) }
        case .mp4CutInHalf: .edit(.mp4IndexLast, revision: 1) { Array($0.prefix($0.count / 2)) }
        case .mp4EndMissing: .edit(.mp4IndexFirst, revision: 1) { Array($0.prefix($0.count * 2 / 3)) }
        case .mp4Damaged: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.withNoiseAsMedia($0) }
        case .mp4Huge: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.sized($0, width: 20_000, height: 20_000) }
        case .mp4AudioFirst: .remux(.mp4IndexLast, ["-map", "0:a", "-map", "0:v", "-c", "copy"])
        case .mp4TwoVideos: .remux(.mp4IndexLast, ["-map", "0:v", "-map", "0:v", "-c", "copy"])
        case .mp4Chapters:
            .remux(
                .mp4IndexLast,
                [
                    "-f", "ffmetadata", "-i",
                    "data:text/plain,;FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=3\ntitle=One\n"
                        + "[CHAPTER]\nTIMEBASE=1/1\nSTART=3\nEND=6\ntitle=Two\n",
                    "-map_metadata", "1", "-map", "0", "-c", "copy",
                ])
        case .mp4CutStart: .remux(.mp4IndexLast, inputOptions: ["-ss", "1.5"], ["-c", "copy"])
        case .mp4Delayed: .remux(.mp4HD, inputOptions: ["-itsoffset", "0.5"], ["-c", "copy"])
        case .mp4NoEdits: .remux(.mp4IndexLast, ["-an", "-c", "copy", "-use_editlist", "0"])
        case .mp4CutEnd: .edit(.mp4HD, revision: 1) { try MP4Edit.shown($0, milliseconds: 3500) }
        case .mp4NegativeOffsets:
            .remux(.mp4IndexLast, ["-an", "-c", "copy", "-movflags", "+negative_cts_offsets"])
        case .mp4VariableRate:
            .remux(
                .mp4IndexLast,
                [
                    "-an", "-vf", "select=lt(mod(n\\,10)\\,3)", "-vsync", "vfr", "-c:v", "libx264", "-preset",
                    "veryfast", "-g", "6",
                ])
        case .mp4OpenGOP:
            .remux(
                .mp4IndexLast,
                [
                    "-an", "-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-x264-params",
                    "open-gop=1:keyint=20:min-keyint=20:scenecut=0",
                ])
        case .hevcOpenGOP:
            .ffmpeg(
                ColourVideo.arguments(
                    size: "320x180", tag: "smpte170m",
                    codec: [
                        "libx265", "-preset", "ultrafast", "-crf", "20", "-x265-params",
                        "log-level=error:open-gop=1:bframes=3:ref=4:keyint=25:min-keyint=25:scenecut=0",
                    ]))
        case .mpegTSOpenGOP: .remux(.mp4OpenGOP, ["-c", "copy"])
        case .intraRefresh:
            .remux(
                .mp4IndexLast,
                [
                    "-an", "-c:v", "libx264", "-preset", "veryfast", "-x264-params",
                    "intra-refresh=1:keyint=25:bframes=0",
                ])
        case .blackStart: .remux(.mp4IndexLast, Self.filtered("tpad=start_duration=3:color=black"))
        case .blackStartMatroska, .blackStartTS: .remux(.blackStart, ["-c", "copy"])
        case .whiteMiddle:
            .remux(.mp4IndexLast, Self.filtered("drawbox=color=white:t=fill:enable=between(t\\,2\\,3.99)"))
        case .fadeIn: .remux(.mp4IndexLast, Self.filtered("fade=in:st=0:d=3"))
        case .gifStill: .remux(.mp4IndexLast, ["-frames:v", "1"])
        case .gif: .remux(.mp4IndexLast, ["-an", "-vf", "fps=2,scale=160:-1"])
        case .avi:
            .ffmpeg(ColourVideo.arguments(size: "160x90", pixelFormat: "yuvj420p", codec: ["mjpeg", "-q:v", "3"]))
        case .asf: .ffmpeg(ColourVideo.arguments(size: "160x90", codec: ["wmv2", "-q:v", "3"]))
        case .mxf: .ffmpeg(ColourVideo.arguments(size: "320x192", codec: ["mpeg2video", "-q:v", "3", "-bf", "2"]))
        case .mp4LongOffsets: .edit(.mp4IndexLast, revision: 1) { try MP4Edit.withLongChunkOffsets($0) }
        case .mp4DamagedStart: .edit(.mp4HD, revision: 1) { try MP4Edit.withNoiseAsMedia($0, part: 0.4) }
        case .mp4Fragmented:
            .remux(.mp4IndexLast, ["-c", "copy", "-movflags", "+frag_keyframe+empty_moov+default_base_moof"])
        case .quickTime: .remux(.mp4IndexLast, ["-c", "copy"])
        case .proRes: .ffmpeg(ColourVideo.arguments(size: "160x90", pixelFormat: "yuv422p10le", codec: ["prores_ks"]))
        case .mpeg4: .ffmpeg(ColourVideo.arguments(size: "320x180", codec: ["mpeg4", "-q:v", "3", "-bf", "2"]))
        case .mp4VP9: .remux(.webM, ["-c", "copy"])
        case .mp4AV1:
            .ffmpeg(
                ColourVideo.arguments(
                    size: "160x90", codec: ["libaom-av1", "-cpu-used", "8", "-usage", "realtime", "-b:v", "200k"]))
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

extension Fixture {
    /// Four seconds that cannot be compressed.
    private static let noiseVideo = [
        "-f", "lavfi", "-i", "color=c=gray:s=640x360:r=25:d=4,noise=alls=60:allf=t:all_seed=1", "-pix_fmt", "yuv420p",
    ]
    /// With a keyframe every second.
    private static func filtered(_ filter: String) -> [String] {
        [
            "-an", "-vf", filter, "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-keyint_min", "25",
            "-sc_threshold", "0",
        ]
    }
    private static let megabyteASecond = ["-b:v", "8M", "-maxrate", "8M", "-bufsize", "4M"]
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
