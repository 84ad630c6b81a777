import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("A smart choice of the frame", .timeLimit(.minutes(15)))
struct SelectionTests {
    private static func seen(
        _ fixture: Fixture, at seconds: Double, _ selection: FrameSelection
    ) async throws -> SeenThumbnail {
        try await SeenThumbnail(of: fixture, ThumbnailOptions(time: .seconds(seconds), selection: selection))
    }

    @Test("A black beginning is passed over", arguments: [Fixture.blackStart, .blackStartMatroska, .blackStartTS])
    func blackStart(fixture: Fixture) async throws {
        let plain = try await Self.seen(fixture, at: 1, .keyframe)
        #expect(plain.picture.rgb(atRelative: 0.1, 0.1).isClose(to: RGB(red: 0, green: 0, blue: 0)))
        let smart = try await Self.seen(fixture, at: 1, .smart)
        #expect(smart.picture.rgb(atRelative: 0.1, 0.1).isClose(to: .white))
        let again = try await Self.seen(fixture, at: 1, .smart)
        #expect(again.thumbnail.jpeg == smart.thumbnail.jpeg)
    }

    @Test("A white flash is passed over, by what is nearest to the wanted time")
    func whiteMiddle() async throws {
        let plain = try await Self.seen(.whiteMiddle, at: 2.5, .keyframe)
        #expect(plain.picture.rgb(atRelative: 0.9, 0.9).isClose(to: .white))
        let smart = try await Self.seen(.whiteMiddle, at: 2.5, .smart)
        #expect(!smart.picture.rgb(atRelative: 0.9, 0.9).isClose(to: .white))
        #expect(smart.thumbnail.time == 1 || smart.thumbnail.time == 4)
    }

    @Test("A picture that is still half black is passed over")
    func fadeIn() async throws {
        let smart = try await Self.seen(.fadeIn, at: 0, .smart)
        #expect(smart.thumbnail.time >= 1)
    }

    @Test(
        "A good picture is taken, and nothing else is read for it",
        arguments: [Fixture.mp4IndexLast, .mp4LongIndexLast, .matroska, .mpegTS, .hevcOpenGOP, .mp4Fragmented])
    func good(fixture: Fixture) async throws {
        let plain = try await Self.seen(fixture, at: 2.5, .keyframe)
        let smart = try await Self.seen(fixture, at: 2.5, .smart)
        #expect(smart.thumbnail.time == plain.thumbnail.time)
        #expect(smart.thumbnail.jpeg == plain.thumbnail.jpeg)
        #expect(smart.thumbnail.index == plain.thumbnail.index)
        #expect(smart.trace.requests.count == plain.trace.requests.count)
    }
}
