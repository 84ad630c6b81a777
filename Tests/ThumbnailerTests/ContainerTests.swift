import CFFmpeg
import Foundation
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("The containers that are opened")
struct ContainerTests {
    @Test("Each has one entry")
    func unique() {
        let names = Container.known.flatMap { $0.name.split(separator: ",") }
        #expect(Set(names).count == names.count)
    }

    @Test("The linked libavformat has each, under exactly this name", arguments: Container.known.map(\.name))
    func linked(name: String) throws {
        let first = String(name.prefix { $0 != "," })
        let demuxer = try #require(av_find_input_format(first))
        #expect(String(cString: demuxer.pointee.name) == name)
    }

    @Test("docker/build-ffmpeg.sh builds the demuxer of each and no other")
    func builtForDeployment() throws {
        let script = try String(
            contentsOf: BuiltProducts.packageDirectory.appending(path: "docker/build-ffmpeg.sh"), encoding: .utf8)
        let lines = script.split(separator: "\n").drop { $0 != "demuxers=(" }.dropFirst().prefix { $0 != ")" }
        let built = lines.map { $0.prefix { $0 != "#" } }.flatMap { $0.split(separator: " ").map(String.init) }
        // What configure calls otherwise than libavformat.
        let names = ["mpegps": "mpeg", "vc1t": "vc1test"]
        let known = Container.known.map { String($0.name.prefix { $0 != "," }) }
        #expect(built.map { names[$0] ?? $0 }.sorted() == known.sorted())
    }

    @Test("FFmpeg as docker/build-ffmpeg.sh builds it knows nothing else but photos", .enabled(if: isMinimal))
    func nothingElse() {
        var state: UnsafeMutableRawPointer?
        var names: [String] = []
        while let demuxer = av_demuxer_iterate(&state) { names.append(String(cString: demuxer.pointee.name)) }
        #expect(names.sorted() == (Container.known.map(\.name) + ["jpeg_pipe"]).sorted())
        state = nil
        #expect(avio_enum_protocols(&state, 0) == nil)
        #expect(av_muxer_iterate(&state) == nil)
    }

    private static let isMinimal = String(cString: avformat_configuration()).contains("--disable-everything")

    @Test(
        "Playlists, scripts, subtitles and still pictures are not among them",
        arguments: [
            "hls", "dash", "concat", "concatf", "sdp", "rtsp", "image2", "png_pipe", "jpeg_pipe", "tty", "srt", "imf",
            "lavfi", "ffmetadata",
        ])
    func notOpened(name: String) {
        #expect(!Container.whitelist.split(separator: ",").contains { $0 == name })
    }

    @Test("A container is known by its name, and an unknown one is taken for one that seeks by time")
    func named() {
        #expect(Container(named: "mpegts").seeking == .bytes)
        #expect(Container(named: "matroska,webm").header == .parameters)
        #expect(Container(named: "mov,mp4,m4a,3gp,3g2,mj2").indexesExactly)
        let unknown = Container(named: "none")
        #expect(unknown.name == "none" && unknown.seeking == .time && unknown.header == .nothing)
        #expect(!unknown.indexesExactly)
    }
}
