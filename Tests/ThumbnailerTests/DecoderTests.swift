import CFFmpeg
import NIOCore
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("What decoding one keyframe takes", .timeLimit(.minutes(15)))
struct DecoderTests {
    /// Runs `body` with the packets' demuxer and a decoder, on the reader's thread.
    private static func decode<Result: Sendable>(
        _ fixture: Fixture, _ configuration: DecodingConfiguration = DecodingConfiguration(),
        _ body: @escaping @Sendable (borrowing Demuxer, borrowing Decoder) throws -> Result
    ) async throws -> Result {
        try await RangeReader.withReader(
            of: FileSource(path: try await Fixtures.path(fixture)), deadline: .distantFuture
        ) { reader in
            let demuxer = try Demuxer(reader: reader)
            return try body(demuxer, try Decoder(for: demuxer.stream, configuration))
        }
    }

    /// Luma of each keyframe, and whether references were missing.
    private static func keyframes(
        of fixture: Fixture, savingReferences: Bool, threads: Int = 1
    ) async throws -> [(luma: [Double], missedReferences: Bool)] {
        var configuration = DecodingConfiguration()
        configuration.threads = threads
        return try await decode(fixture, configuration) { demuxer, decoder in
            if !savingReferences { decoder.decodeAllFrames() }
            var pictures: [(luma: [Double], missedReferences: Bool)] = []
            let packet = try Packet()
            let frame = try Frame()
            while try demuxer.read(into: packet) {
                guard packet.isKeyframe, try decoder.decodeAlone(packet, into: frame) else { continue }
                pictures.append((frame.samples().luma, decoder.missedReferences))
            }
            return pictures
        }
    }

    @Test(
        "References that are not there get no memory, and the picture is the same",
        arguments: [Fixture.hevcOpenGOP, .tenBit, .mp4OpenGOP, .mpegPS, .webM, .mp4AV1])
    func missingReferences(fixture: Fixture) async throws {
        let saving = try await Self.keyframes(of: fixture, savingReferences: true)
        let full = try await Self.keyframes(of: fixture, savingReferences: false)
        #expect(saving.count > 3)
        #expect(saving.map(\.luma) == full.map(\.luma))
        #expect(saving.map(\.missedReferences) == full.map(\.missedReferences))
        // Of an open GOP's pictures, all but the first name some.
        if fixture == .hevcOpenGOP { #expect(!saving.dropFirst().map(\.missedReferences).contains(false)) }
    }

    @Test("Several threads give the same pictures", arguments: [Fixture.hevcOpenGOP, .mp4HD, .mp4AV1, .mpegPS])
    func threads(fixture: Fixture) async throws {
        let one = try await Self.keyframes(of: fixture, savingReferences: true)
        let two = try await Self.keyframes(of: fixture, savingReferences: true, threads: 2)
        #expect(one.map(\.luma) == two.map(\.luma))
    }

    @Test("A keyframe each second of an open GOP shows that second", arguments: [0, 1, 2, 3, 4, 5])
    func openGOP(second: Int) async throws {
        let options = ThumbnailOptions(time: .seconds(Double(second) + 0.5))
        let seen = try await SeenThumbnail(of: .hevcOpenGOP, options)
        seen.expectColours(ofSecond: second)
        #expect(abs(seen.thumbnail.time - Double(second)) < 0.2)
    }

    @Test("A picture that only the stream's own header tells to be too large is refused by its size")
    func tooLarge() async throws {
        var configuration = DecodingConfiguration()
        // The header says 640x360, and the codec's own header says no more than that: 345 600 bytes.
        configuration.limits = PictureLimits(pixels: 1 << 20, bytes: 345_599)
        let error = await #expect(throws: ThumbnailError.self) {
            try await Self.decode(.mp4IndexFirst, configuration) { _, _ in }
        }
        #expect(error?.code == .tooLarge)
        // A transport stream's header tells no size: the decoder finds it, and asks for memory.
        let thumbnailer = Thumbnailer(decoding: configuration)
        let result = await thumbnailer.thumbnail(of: FileSource(path: try await Fixtures.path(.mpegTS)))
        guard case .failure(let failure) = result.thumbnail else { throw TestSupportError("it was decoded") }
        #expect(failure.code == .tooLarge && failure.message.contains("640x3"), "\(failure.message)")
        configuration.limits.bytes = 400_000
        let enough = await Thumbnailer(decoding: configuration)
            .thumbnail(of: FileSource(path: try await Fixtures.path(.mpegTS)))
        #expect(throws: Never.self) { try enough.thumbnail.get() }
    }

    @Test("What a decoder leaves out is told from every colour")
    func undecoded() async throws {
        let samples = try await Self.decode(.mp4IndexFirst) { demuxer, decoder in
            let packet = try Packet()
            let frame = try Frame()
            #expect(try demuxer.read(into: packet))
            #expect(try decoder.decodeAlone(packet, into: frame))
            let whole = frame.samples()
            // The lower half, as if its slices had not come.
            let pointer = frame.pointer!.pointee
            for (data, stride, height) in [
                (pointer.data.0, pointer.linesize.0, 360), (pointer.data.1, pointer.linesize.1, 180),
                (pointer.data.2, pointer.linesize.2, 180),
            ] {
                let half = Int(stride) * height / 2
                data!.advanced(by: half).update(repeating: 0, count: half)
            }
            return (whole, frame.samples())
        }
        #expect(!samples.0.isUndecoded && samples.0.undecoded == 0)
        #expect(samples.1.isUndecoded)
        #expect(samples.0.luma.count == 33 * 640)
    }

    @Test("From a picture that is refreshed part by part, the first whole one is shown")
    func recovery() async throws {
        let seen = try await SeenThumbnail(of: .intraRefresh, ThumbnailOptions(time: .seconds(2.5)))
        #expect(seen.thumbnail.time >= 2 && seen.thumbnail.time < 3.2)
        seen.expectColours(ofSecond: Int(seen.thumbnail.time))
    }

    @Test("A keyframe whose parameter sets are at the stream's beginning is decoded", arguments: [2.5, 4.5])
    func parameterSets(seconds: Double) async throws {
        let seen = try await SeenThumbnail(of: .mpegTSOpenGOP, ThumbnailOptions(time: .seconds(seconds)))
        // Keyframes come every 0.8 s.
        let expected = (seconds / 0.8).rounded(.down) * 0.8
        let first = try await SeenThumbnail(of: .mpegTSOpenGOP, ThumbnailOptions(time: .seconds(0))).thumbnail.time
        #expect(abs(seen.thumbnail.time - first - expected) < 0.1, "\(seen.thumbnail.time)")
    }

    @Test("Work between reads ends at the deadline, too")
    func deadline() async throws {
        let path = try await Fixtures.path(.mp4IndexFirst)
        let error = await #expect(throws: SourceError.self) {
            try await RangeReader.withReader(of: FileSource(path: path), deadline: .now() + .milliseconds(1)) {
                reader in
                while true { try reader.checkDeadline() }
            }
        }
        #expect(error?.code == .deadlineExceeded && error?.isTransient == true)
    }
}
