import Loopback
import RangeReader
import TestSupport
import Testing
import Thumbnailer

/// Every test compares with what the file's own layout says that a thumbnail needs, range by range, and with what the
/// server saw.
@Suite("What a thumbnail costs")
struct ThumbnailTraceTests {
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
                hasTail: layout.size > PrefetchWindows().wholeObject)
            let result = await Thumbnailer(options: ThumbnailOptions(time: time), reading: .once)
                .thumbnail(of: source, expectedSize: layout.size, deadline: .patient)
            let thumbnail = try result.thumbnail.get()
            #expect(try await loopback.requests() == result.trace.seenByServer)
            #expect(result.objectSize == layout.size)
            return (thumbnail.time, result.trace.planned, result.trace.bytesReceived)
        }
    }

    /// In bytes.
    private func tail(_ layout: VideoLayout) -> Int64 { max(layout.size / 768, 128 << 10) }
    private func head(_ layout: VideoLayout) -> Int64 { min(1 << 20, layout.size - tail(layout)) }

    private func headAndTail(_ layout: VideoLayout) -> [PlannedRange] {
        [PlannedRange(0..<head(layout), .head), PlannedRange(layout.size - tail(layout)..<layout.size, .tail)]
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
        #expect(try layout.box("moov").count < tail(layout))
        let keyframe = try await keyframe(layout, at: seconds)
        let cost = try await thumbnail(of: layout, at: .seconds(seconds))
        #expect(cost.time == keyframe.time)
        // Of the first keyframe the head is there already.
        let isHere = keyframe.range.upperBound <= head(layout)
        #expect(isHere == (seconds == 0))
        let expected = headAndTail(layout) + (isHere ? [] : [PlannedRange(keyframe.range, .keyframe)])
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }

    @Test("MP4, index last and long: head, tail, the index's beginning, keyframe", arguments: [0.1, 0.5])
    func indexLast(fraction: Double) async throws {
        let layout = try await VideoLayout(.mp4LongIndexLast)
        let index = try layout.box("moov")
        #expect(index.upperBound == layout.size && index.count > tail(layout))
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        let keyframe = try await keyframe(layout, at: try await layout.duration() * fraction)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        let expected =
            headAndTail(layout) + [
                PlannedRange(index.lowerBound..<layout.size - tail(layout), .index),
                PlannedRange(keyframe.range, .keyframe),
            ]
        #expect(cost.requests == expected)
        #expect(cost.bytes == bytes(expected))
    }

    @Test("MP4, index first: head with the index, tail, keyframe", arguments: [0.1, 0.5])
    func indexFirst(fraction: Double) async throws {
        let layout = try await VideoLayout(.mp4LongIndexFirst)
        let index = try layout.box("moov")
        #expect(index.lowerBound < 100 && index.upperBound < head(layout))
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        let keyframe = try await keyframe(layout, at: try await layout.duration() * fraction)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        let expected = headAndTail(layout) + [PlannedRange(keyframe.range, .keyframe)]
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
        #expect(cost.bytes == head(layout) + tail(layout) + Int64(keyframe.range.count))
        // What the issue allows.
        #expect(cost.requests.count <= 5)
        #expect(cost.bytes <= 3_000_000)
    }

    @Test(
        "MP4 of three hours: the index's beginning, windows of the video's tables at once, keyframe",
        arguments: [Fixture.mp4HoursIndexLast, .mp4HoursIndexFirst], [0.1, 0.5, 0.9])
    func hours(fixture: Fixture, fraction: Double) async throws {
        let layout = try await VideoLayout(fixture)
        let index = try layout.box("moov")
        #expect(index.count > 6_000_000)
        let cost = try await thumbnail(of: layout, at: .fraction(fraction))
        let keyframe = try await keyframe(layout, at: try await layout.duration() * fraction)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        var beginning = headAndTail(layout)
        // Where the index is first, the head has its beginning.
        if fixture == .mp4HoursIndexLast {
            beginning.append(PlannedRange(index.lowerBound..<index.lowerBound + 128 << 10, .index))
        }
        let windows = cost.requests.dropFirst(beginning.count).dropLast()
        #expect(Array(cost.requests.prefix(beginning.count)) == beginning)
        // Of stsc, stsz, the header of stco and its entries: no window missed what it was for.
        #expect((1...4).contains(windows.count) && windows.allSatisfy { $0.reason == .index })
        #expect(cost.requests.last == PlannedRange(keyframe.range, .keyframe))
        // The head comes as a whole here; on a network, it is given up when its first bytes are known.
        #expect(cost.bytes - head(layout) <= 700_000)
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

    @Test(
        "A slow MPEG-TS: head, tail, and ten seconds or 256 KiB up to the wanted moment",
        arguments: [.fraction(0.1), .middle, .fraction(0.93), .seconds(77.7)] as [WantedTime])
    func slowTransportStream(time: WantedTime) async throws {
        let layout = try await VideoLayout(.mpegTSLong)
        let keyframe = try #require(try await layout.keyframe(at: time))
        let cost = try await thumbnail(of: layout, at: time)
        #expect(abs(cost.time - keyframe.time) < Self.printed)
        #expect(cost.requests.count == 3)
        #expect(Array(cost.requests.prefix(2)) == headAndTail(layout))
        let window = try #require(cost.requests.last)
        #expect(window.reason == .readOn)
        #expect(window.range.contains(keyframe.range.lowerBound))
        #expect(window.range.count == 320 << 10)
        #expect(cost.bytes == bytes(cost.requests))
    }

    @Test(
        "Containers without an index: head, tail, and at most three windows up to the wanted moment",
        arguments: [Fixture.mpegTSSteady, .matroskaLive, .flashVideo, .mpegPSLong, .oggLong],
        [.fraction(0.3), .fraction(0.555), .fraction(0.97), .fraction(1), .seconds(13.3), .seconds(33.3)]
            as [WantedTime])
    func withoutIndex(fixture: Fixture, time: WantedTime) async throws {
        let layout = try await VideoLayout(fixture)
        #expect(layout.size > 20_000_000)
        let keyframe = try #require(try await layout.keyframe(at: time))
        let cost = try await thumbnail(of: layout, at: time)
        // Matroska and Flash Video round to milliseconds.
        #expect(abs(cost.time - keyframe.time) < 0.001)
        #expect(Array(cost.requests.prefix(2)) == headAndTail(layout))
        #expect(cost.requests.dropFirst(2).allSatisfy { $0.reason == .readOn })
        #expect(cost.requests.count <= 5)
        #expect(cost.bytes == bytes(cost.requests))
        #expect(cost.bytes <= 6_000_000)
    }

    @Test("A stream without a container: head, tail, and 2 MiB up to half a MiB after its part of the bytes")
    func elementaryStream() async throws {
        let layout = try await VideoLayout(.h264StreamLong)
        let cost = try await thumbnail(of: layout, at: .fraction(0.3))
        let position = Int64(Double(layout.size) * 0.3)
        #expect(
            cost.requests == headAndTail(layout) + [
                PlannedRange(position - 1536 << 10..<position + 512 << 10, .readOn)
            ])
    }

    @Test(
        "The first keyframe of a container without an index: the head, and on from there",
        arguments: [
            Fixture.mpegTSSteady, .matroskaLive, .flashVideo, .mpegPSLong, .oggLong,
        ])
    func firstKeyframe(fixture: Fixture) async throws {
        let layout = try await VideoLayout(fixture)
        let first = try #require(try await layout.keyframes().first)
        let cost = try await thumbnail(of: layout, at: .seconds(0))
        #expect(abs(cost.time - first.time) < 0.001)
        #expect(cost.requests.count <= 4)
        #expect(cost.bytes <= 1_200_000)
    }
}
