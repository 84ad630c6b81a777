import Foundation
import Loopback
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("What gives no thumbnail, and why", .timeLimit(.minutes(15)))
struct RefusalTests {
    private static func failure(of path: String) async throws -> ThumbnailError {
        let result = await Thumbnailer().thumbnail(of: FileSource(path: path))
        guard case .failure(let error) = result.thumbnail else { throw TestSupportError("\(path) has a thumbnail") }
        #expect(!error.message.isEmpty)
        return error
    }

    @Test(
        "Each has its code, and none gets better by trying again",
        arguments: [
            (Fixture.text, .notVideo), (.noise, .notVideo), (.picturePNG, .notVideo), (.pictureJPEG, .notVideo),
            (.audioOnly, .noVideoStream), (.empty, .source(.emptyObject)), (.mp4CutInHalf, .truncated),
            (.mp4Damaged, .corrupt), (.mp4Huge, .tooLarge),
            (.gifStill, .notVideo), (.heif, .notVideo), (.mp4Encrypted, .encrypted), (.mp4Segment, .corrupt),
        ] as [(Fixture, ThumbnailError.Code)])
    func codes(fixture: Fixture, code: ThumbnailError.Code) async throws {
        let error = try await Self.failure(of: Fixtures.path(fixture))
        #expect(error.code == code, "\(error.message)")
        #expect(!error.isTransient)
    }

    @Test("An encrypted WebM is known as such")
    func encryptedWebM() async throws {
        let file = EncryptedWebM(try await Fixtures.bytes(.webM)).bytes
        let error = try await Self.withFile(file) { try await Self.failure(of: $0) }
        #expect(error.code == .encrypted, "\(error)")
    }

    @Test("Of an encrypted WebM, what is clear at its beginning is shown")
    func clearLead() async throws {
        let file = EncryptedWebM(try await Fixtures.bytes(.webM), clearLead: 10).bytes
        let seen = try await Self.withFile(file) {
            try await SeenThumbnail(ofFile: $0, ThumbnailOptions(time: .fraction(0.5)))
        }
        seen.expectColours(ofSecond: 0)
    }

    @Test("A codec without a decoder is named", arguments: [("vvc1", "VVC"), ("zzzz", "'zzzz'")])
    func unknownCodec(tag: String, name: String) async throws {
        let file = try MP4Edit.renamingSampleEntry("avc1", tag, in: await Fixtures.bytes(.mp4IndexLast))
        let error = try await Self.withFile(file) { try await Self.failure(of: $0) }
        #expect(error.code == .unsupportedCodec)
        #expect(error.message == "there is no decoder for \(name) video")
    }

    @Test("A file that is not there")
    func missing() async throws {
        #expect(try await Self.failure(of: "/nonexistent/video.mp4").code == .source(.noSuchFile))
    }

    @Test("An object that ends within its first bytes", arguments: [1, 7, 8, 1000])
    func veryShort(count: Int) async throws {
        let head = try await Fixtures.bytes(.mp4IndexFirst).prefix(count)
        let error = try await Self.withFile(Array(head)) { try await Self.failure(of: $0) }
        #expect([.truncated, .notVideo].contains(error.code), "\(error)")
    }

    /// What would make libavformat open something else. Two hosts: this file's directory and a server that counts.
    @Test(
        "A playlist or a script is no video, and what it names stays untouched",
        arguments: [
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\nURL\n#EXT-X-ENDLIST\n",
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nURL\n",
            "ffconcat version 1.0\nfile 'URL'\nduration 6\n",
            "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period>"
                + "<AdaptationSet><Representation id=\"1\" bandwidth=\"1\"><BaseURL>URL</BaseURL></Representation>"
                + "</AdaptationSet></Period></MPD>\n",
        ])
    func playlists(text: String) async throws {
        let server = try await LoopbackS3.start()
        try server.store(.file(path: try await Fixtures.path(.mpegTS)), bucket: "videos", key: "a.ts")
        for url in ["\(server.endpoint)/videos/a.ts", try await Fixtures.path(.mpegTS)] {
            let playlist = Array(text.replacing("URL", with: url).utf8)
            let error = try await Self.withFile(playlist) { try await Self.failure(of: $0) }
            #expect(error.code == .notVideo, "\(error)")
        }
        #expect(server.records.isEmpty)
        try await server.shutdown()
    }

    private static func withFile<Result>(
        _ bytes: [UInt8], _ body: (String) async throws -> Result
    ) async throws -> Result {
        let directory = try TestEnvironment.temporaryDirectory(for: "refusal")
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "video.mp4")
        try Data(bytes).write(to: file)
        return try await body(file.path(percentEncoded: false))
    }
}
