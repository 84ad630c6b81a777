import Loopback
import RangeReader
import TestSupport
import Testing
import Thumbnailer

/// Every test compares with what the file's own layout says that a thumbnail needs, range by range, and with what the
/// server saw.
@Suite("What a thumbnail costs")
struct ThumbnailTraceTests {
    /// Of the head and of the tail, in bytes.
    private static let window: Int64 = 128 << 10
    /// ffprobe prints microseconds.
    private static let printed = 0.000_001

    /// Makes a thumbnail through a loopback S3, whose records must agree with the trace.
    private func thumbnail(
        of layout: VideoLayout, at time: WantedTime, access: Access = .s3
    ) async throws -> (time: Double, requests: [PlannedRange], bytes: Int64) {
        try await withLoopback { loopback in
            try loopback.server.store(.file(path: layout.path), bucket: "videos", key: "video")
            let source = OrderlySource(
                try await loopback.source(access, key: "video"),
                hasTail: layout.size > PrefetchPlan.Windows().wholeObject)
            let result = await Thumbnailer(options: ThumbnailOptions(time: time))
                .thumbnail(of: source, expectedSize: layout.size, deadline: .patient)
            let thumbnail = try result.thumbnail.get()
            #expect(try await loopback.requests() == result.trace.seenByServer)
            #expect(result.objectSize == layout.size)
            return (thumbnail.time, result.trace.planned, result.trace.bytesReceived)
        }
    }

    private func headAndTail(_ layout: VideoLayout) -> [PlannedRange] {
        [
            PlannedRange(0..<Self.window, .head),
            PlannedRange(layout.size - Self.window..<layout.size, .tail),
        ]
    }

    /// The last keyframe that is shown at or before `time`, in seconds.
    private func keyframe(_ layout: VideoLayout, at time: Double) async throws -> VideoLayout.Keyframe {
        try #require(try await layout.keyframes().last { $0.time <= time })
    }

    private func bytes(_ requests: [PlannedRange]) -> Int64 {
        requests.reduce(0) { $0 + Int64($1.range.count) }
    }

    @Test(
        "A small object comes with one request",
        arguments: [Fixture.mp4IndexFirst, .mp4IndexLast, .matroska, .mpegTS, .webM], Access.allCases)
    func small(fixture: Fixture, access: Access) async throws {
        let layout = try await VideoLayout(fixture)
        let cost = try await thumbnail(of: layout, at: .middle, access: access)
        #expect(cost.requests == [PlannedRange(0..<layout.size, .head)])
        #expect(cost.bytes == layout.size)
    }

    @Test("MP4, index last and short: head, tail with the index, keyframe", arguments: [0.0, 1.0])
    func indexInTail(seconds: Double) async throws {
        let layout = try await VideoLayout(.mp4Noise)
        #expect(try layout.box("moov").count < Self.window)
        let keyframe = try await keyframe(layout, at: seconds)
        let cost = try await thumbnail(of: layout, at: .seconds(seconds))
        #expect(cost.time == keyframe.time)
        // Of the first keyframe the head is there already.
        let rest = max(keyframe.range.lowerBound, seconds == 0 ? Self.window : 0)..<keyframe.range.upperBound
        #expect(cost.requests == headAndTail(layout) + [PlannedRange(rest, .keyframe)])
        #expect(cost.bytes == 2 * Self.window + Int64(rest.count))
    }

    @Test("MP4, index last and long: head, tail, the index's beginning, keyframe", arguments: [0.1, 0.5])
    func indexLast(fraction: Double) async throws {
        let layout = try await VideoLayout(.mp4LongIndexLast)
        let index = try layout.box("moov")
        #expect(index.upperBound == layout.size && index.count > Self.window)
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        let keyframe = try await keyframe(layout, at: try await layout.duration() * fraction)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        let expected =
            headAndTail(layout) + [
                PlannedRange(index.lowerBound..<layout.size - Self.window, .index),
                PlannedRange(keyframe.range, .keyframe),
            ]
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }

    @Test("MP4, index first and long: head, tail, the index's rest, keyframe", arguments: [0.1, 0.5])
    func indexFirst(fraction: Double) async throws {
        let layout = try await VideoLayout(.mp4LongIndexFirst)
        let index = try layout.box("moov")
        #expect(index.lowerBound < 100 && index.count > Self.window)
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        let keyframe = try await keyframe(layout, at: try await layout.duration() * fraction)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        let expected =
            headAndTail(layout) + [
                PlannedRange(Self.window..<index.upperBound + 1024, .index), PlannedRange(keyframe.range, .keyframe),
            ]
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }

    @Test("300 MB of MP4 cost 3 requests and a little more than the keyframe", arguments: Access.allCases)
    func large(access: Access) async throws {
        let layout = try await VideoLayout(.mp4Large)
        #expect(layout.size > 300_000_000)
        let keyframe = try await keyframe(layout, at: 24)
        let cost = try await thumbnail(of: layout, at: .middle, access: access)
        #expect(cost.time == 24)
        #expect(cost.requests == headAndTail(layout) + [PlannedRange(keyframe.range, .keyframe)])
        #expect(cost.bytes == 2 * Self.window + Int64(keyframe.range.count))
        // What the issue allows.
        #expect(cost.requests.count <= 5)
        #expect(cost.bytes <= 3_000_000)
    }

    @Test("Matroska: head, tail with the cues, and on from the keyframe's cluster", arguments: [3.0, 4.0])
    func matroska(seconds: Double) async throws {
        let layout = try await VideoLayout(.matroskaNoise)
        let keyframe = try await keyframe(layout, at: seconds)
        // The ID of a Cluster (RFC 9559, 5.1.3).
        let cluster = try layout.last([0x1F, 0x43, 0xB6, 0x75], before: keyframe.range.lowerBound)
        #expect(keyframe.range.count > 256 << 10)
        let cost = try await thumbnail(of: layout, at: .seconds(seconds))
        #expect(cost.time == seconds)
        let expected =
            headAndTail(layout) + [
                PlannedRange(cluster..<cluster + 256 << 10, .readOn),
                PlannedRange(cluster + 256 << 10..<cluster + 768 << 10, .readOn),
            ]
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }

    @Test("MPEG-TS: head, tail, and on from 1 MiB before the wanted part of the object", arguments: [0.1, 0.5, 1])
    func transportStream(fraction: Double) async throws {
        let layout = try await VideoLayout(.mpegTSLong)
        let start = Int64(Double(layout.size) * fraction) - 1 << 20
        let keyframe = try #require(try await layout.keyframes().first { $0.range.lowerBound >= start })
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        let expected = headAndTail(layout) + [PlannedRange(start..<start + 256 << 10, .readOn)]
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }
}
