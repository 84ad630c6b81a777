import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("Which frame is shown", .timeLimit(.minutes(15)))
struct KeyframeTests {
    static let containers: [Fixture] = [.mp4IndexLast, .mp4IndexFirst, .matroska, .webM, .mpegTS]

    @Test(
        "The last keyframe at or before the wanted second",
        arguments: containers,
        [(0, 0), (0.9, 0), (1.1, 1), (1.5, 1), (2.9, 2), (3.1, 3), (5.9, 5), (6, 5), (1e6, 5)])
    func seconds(fixture: Fixture, example: (seconds: Double, second: Int)) async throws {
        let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: .seconds(example.seconds)))
        seen.expectColours(ofSecond: example.second)
        #expect(seen.thumbnail.isKeyframe)
    }

    @Test(
        "The last keyframe at or before a part of the duration",
        arguments: containers,
        [("0%", 0), ("10%", 0), ("20%", 1), ("40%", 2), ("52%", 3), ("75%", 4), ("99%", 5), ("100%", 5)])
    func fractions(fixture: Fixture, example: (text: String, second: Int)) async throws {
        let time = try #require(WantedTime(example.text))
        let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: time))
        seen.expectColours(ofSecond: example.second)
    }

    /// In ``Fixture/matroska`` the video begins some milliseconds after the sound, at which its clock begins.
    @Test(
        "A keyframe exactly at the wanted time is the one",
        arguments: containers.filter { $0 != .matroska },
        [(.seconds(1), 1), (.seconds(3), 3), (.middle, 3)] as [(WantedTime, Int)])
    func exactTimes(fixture: Fixture, example: (time: WantedTime, second: Int)) async throws {
        try await SeenThumbnail(of: fixture, ThumbnailOptions(time: example.time))
            .expectColours(ofSecond: example.second)
    }

    @Test("The frame's own timestamp is told", arguments: [Fixture.mp4IndexLast, .mp4IndexFirst, .matroska, .webM])
    func timestamp(fixture: Fixture) async throws {
        let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: .seconds(4.7)))
        #expect(abs(seen.thumbnail.time - 4) < 0.1)
    }

    @Test(
        "A stream without a container has a picture, whatever time is wanted", arguments: ["0", "10%", "middle", "3"])
    func elementaryStream(time: String) async throws {
        let seen = try await SeenThumbnail(of: .h264Stream, ThumbnailOptions(time: try #require(WantedTime(time))))
        #expect(seen.thumbnail.isKeyframe)
        #expect(seen.thumbnail.source.container == "h264")
        #expect(seen.picture.rgb(atRelative: 0.1, 0.1).isClose(to: .white))
    }

    @Test(
        "A time that no clock has is a time after the end",
        arguments: [Fixture.mp4IndexLast, .matroska, .mpegTS, .h264Stream],
        ["99999999999999999999", String(repeating: "9", count: 400)])
    func absurdTime(fixture: Fixture, time: String) async throws {
        let seen = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: try #require(WantedTime(time))))
        #expect(seen.picture.rgb(atRelative: 0.1, 0.1).isClose(to: .white))
    }

    @Test("Where the end of an object is missing, a keyframe that is still there is shown")
    func missingEnd() async throws {
        let seen = try await SeenThumbnail(of: .mp4EndMissing, ThumbnailOptions(time: .seconds(5.5)))
        let time = seen.thumbnail.time
        #expect(time < 5)
        seen.expectColours(ofSecond: Int(time.rounded()))
    }

    @Test("The trace and the size of the source come with the thumbnail")
    func trace() async throws {
        let path = try await Fixtures.path(.mp4IndexLast)
        let size = try await Fixtures.bytes(.mp4IndexLast).count
        let result = await Thumbnailer().thumbnail(of: FileSource(path: path))
        #expect(result.objectSize == Int64(size))
        #expect(!result.trace.requests.isEmpty)
        #expect(result.eTag == nil)
    }

    @Test("Each stage takes a time of its own, all of them less than the whole", arguments: containers)
    func timings(fixture: Fixture) async throws {
        let timings = try await SeenThumbnail(of: fixture).thumbnail.timings
        let stages = [timings.open, timings.seek, timings.read, timings.decode, timings.scale, timings.encode]
        #expect(stages.allSatisfy { $0 > .zero })
        #expect(stages.reduce(.zero, +) <= timings.total)
    }
}
