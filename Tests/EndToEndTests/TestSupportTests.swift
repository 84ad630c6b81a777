import Foundation
import TestSupport
import Testing

/// The stage the other tests stand on: if one of these fails, look here first.
@Suite(.timeLimit(.minutes(15)))
struct TestSupportTests {
    @Test("SeaweedFS refuses requests that nobody signed")
    func unsignedRequestsAreRefused() async throws {
        let storage = try await SeaweedFS.shared()
        let bucket = try await storage.makeBucket()
        try await storage.put([1, 2, 3], bucket: bucket, key: "a.bin")
        #expect(try await HTTPExchange.send("GET", "\(storage.endpoint)/\(bucket)/a.bin").status == 403)
    }

    @Test("What is put past S3 comes back with its key, type and bytes")
    func objectsComeBack() async throws {
        let storage = try await SeaweedFS.shared()
        let bucket = try await storage.makeBucket()
        let keys = ["plain.bin", "folder/sub folder/a+b&c%20=한국어😀?.bin", "empty.bin"]
        for (index, key) in keys.enumerated() {
            try await storage.put(
                Array(repeating: 7, count: 2 - index), bucket: bucket, key: key, contentType: "application/x-test")
        }
        #expect(try await storage.keys(bucket: bucket) == keys.sorted())
        let object = try #require(try await storage.object(bucket: bucket, key: keys[1]))
        #expect(object.bytes == [7])
        #expect(object.contentType == "application/x-test")
        #expect(try await storage.object(bucket: bucket, key: "none.bin") == nil)
    }

    @Test("A server goes with its directory when it is stopped")
    func stoppedServersLeaveNothing() async throws {
        let storage = try await SeaweedFS.start()
        #expect(FileManager.default.fileExists(atPath: storage.directory.path(percentEncoded: false)))
        await storage.stop()
        #expect(!FileManager.default.fileExists(atPath: storage.directory.path(percentEncoded: false)))
        await #expect(throws: (any Error).self) {
            try await HTTPExchange.send("GET", storage.endpoint, limit: .milliseconds(200))
        }
    }

    @Test("The emulator gives a function its environment and its events, and us its answers and its log")
    func emulatorRunsAFunction() async throws {
        let directory = try TestEnvironment.temporaryDirectory(for: "bootstrap")
        defer { try? FileManager.default.removeItem(at: directory) }
        let bootstrap = directory.appending(path: "bootstrap")
        try Data(Self.echo.utf8).write(to: bootstrap)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: bootstrap.path(percentEncoded: false))

        let emulator = try await RuntimeInterfaceEmulator.start(
            function: bootstrap.path(percentEncoded: false),
            environment: TestEnvironment.isolated(["GREETING": "hello"]))
        #expect(try await emulator.invoke(Array("1".utf8)) == Array("hello 1".utf8))
        #expect(try await emulator.invoke(Array("2".utf8)) == Array("hello 2".utf8))
        #expect(emulator.log.contains("answering 2"))
        await emulator.stop()
    }

    /// The smallest function there is.
    private static let echo = """
        #!/bin/sh
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while event=$(curl -s -D "$0.headers" "$api/next"); do
            id=$(tr -d '\\r' <"$0.headers" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
            echo "answering $event" >&2
            curl -s -d "$GREETING $event" "$api/$id/response" >/dev/null
        done
        """

    @Test("Each fixture is what its name says", arguments: Fixture.allCases.filter(\.isMedia))
    func fixturesAreMedia(fixture: Fixture) async throws {
        let streams = try await Command.tool(
            "ffprobe",
            ["-v", "error", "-show_entries", "stream=codec_name,width,pix_fmt:format=format_name", "-of", "csv=p=0"]
                + [try await Fixtures.path(fixture)])
        let description = String(decoding: streams, as: UTF8.self)
        switch fixture {
        case .webM: #expect(description.contains("vp9,640") && description.contains("webm"))
        case .matroska, .matroskaNoise, .matroskaLive:
            #expect(description.contains("h264,640") && description.contains("matroska"))
        case .mpegTS, .mpegTSLong, .mpegTSSteady:
            #expect(description.contains("h264,640") && description.contains("mpegts"))
        case .flashVideo: #expect(description.contains("h264,640") && description.contains("flv"))
        case .mpegPS, .mpegPSLong: #expect(description.contains("mpeg2video,640") && description.contains("mpeg\n"))
        case .ogg, .oggLong: #expect(description.contains("theora,640") && description.contains("ogg"))
        case .mp4HD: #expect(description.contains("h264,1280") && description.contains("mp4"))
        case .hdUntagged: #expect(description.contains("h264,1280,yuv420p\n"))
        case .fullRange: #expect(description.contains("h264,320,yuvj420p"))
        case .tenBit: #expect(description.contains("hevc,320,yuv420p10le"))
        case .fullChroma: #expect(description.contains("h264,320,yuv444p"))
        case .rgb: #expect(description.contains("png,320,rgb24") && description.contains("mov"))
        case .planarRGB: #expect(description.contains("h264,320,gbrp") && description.contains("matroska"))
        case .palette: #expect(description.contains("rawvideo,160,pal8") && description.contains("avi"))
        case .anamorphic: #expect(description.contains("h264,160"))
        case .oddSize: #expect(description.contains("vp9,161,yuv420p") && description.contains("webm"))
        case .h264Stream, .h264StreamLong: #expect(description.contains("h264,640,yuv420p\nh264"))
        case .picturePNG: #expect(description.contains("png,640") && description.contains("png_pipe"))
        case .pictureJPEG: #expect(description.contains("mjpeg,640") && description.contains("jpeg_pipe"))
        case .audioOnly: #expect(description.contains("aac") && !description.contains("h264"))
        case .mp4Delayed, .mp4CutEnd, .mp4DamagedStart: #expect(description.contains("h264,1280"))
        case .quickTime: #expect(description.contains("h264,640") && description.contains("mov"))
        case .proRes: #expect(description.contains("prores,160,yuv422p10le"))
        case .mpeg4: #expect(description.contains("mpeg4,320"))
        case .mp4VP9: #expect(description.contains("vp9,640") && description.contains("mp4"))
        case .mp4AV1: #expect(description.contains("av1,160"))
        case .mp4TwoVideos: #expect(description.contains("h264,640,yuv420p\nh264,640"))
        case .hevcOpenGOP: #expect(description.contains("hevc,320,yuv420p"))
        case .mpegTSOpenGOP, .blackStartTS: #expect(description.contains("h264,640") && description.contains("mpegts"))
        case .blackStartMatroska: #expect(description.contains("h264,640") && description.contains("matroska"))
        case .gifStill, .gif: #expect(description.contains("gif"))
        case .avi: #expect(description.contains("mjpeg,160") && description.contains("avi"))
        case .asf: #expect(description.contains("wmv2,160") && description.contains("asf"))
        case .mxf: #expect(description.contains("mpeg2video,320") && description.contains("mxf"))
        default: #expect(description.contains("h264,640") && description.contains("mp4"))
        }
    }

    @Test("The index lies where the fixture's name says")
    func indexPositions() async throws {
        func isFirst(_ fixture: Fixture) async throws -> Bool {
            let text = String(decoding: try await Fixtures.bytes(fixture), as: Unicode.ASCII.self)
            let index = try #require(text.firstRange(of: "moov"))
            return try index.lowerBound < #require(text.firstRange(of: "mdat")).lowerBound
        }
        #expect(try await isFirst(.mp4IndexFirst))
        #expect(try await !isFirst(.mp4IndexLast))
        #expect(try await !String(decoding: Fixtures.bytes(.mp4CutInHalf), as: Unicode.ASCII.self).contains("moov"))
    }

    @Test("The colour video shows its colours at their times, turned where it is to be turned")
    func colours() async throws {
        for second in ColourVideo.seconds.indices {
            let frame = try await Self.frame(of: .mp4IndexLast, at: "\(second).5")
            #expect(frame.rgb(atRelative: 0.5, 0.5).isClose(to: ColourVideo.seconds[second]))
            #expect(frame.rgb(atRelative: 0.1, 0.1).isClose(to: .white))
            #expect(frame.rgb(atRelative: 0.9, 0.1).isClose(to: ColourVideo.seconds[second]))
        }
        let turned = try await Self.frame(of: .mp4Rotated, at: "1.5")
        #expect(turned.width == 360 && turned.height == 640)
        #expect(turned.rgb(atRelative: 0.9, 0.1).isClose(to: .white))
        #expect(turned.rgb(atRelative: 0.1, 0.1).isClose(to: ColourVideo.colour(at: 1.5)))
    }

    private static func frame(of fixture: Fixture, at time: String) async throws -> DecodedJPEG {
        let jpeg = try await Command.tool(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-ss", time, "-i", try await Fixtures.path(fixture), "-frames:v", "1"]
                + ["-q:v", "2", "-f", "mjpeg", "-"])
        return try await DecodedJPEG(jpeg)
    }
}

extension Fixture {
    fileprivate var isMedia: Bool {
        switch self {
        case .text, .empty, .noise, .heif, .mp4CutInHalf, .mp4Damaged, .mp4Huge, .mp4Segment: false
        default: true
        }
    }
}
