import CFFmpeg
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
