import Foundation
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

@Suite("By the sample tables alone or by the whole index", .timeLimit(.minutes(15)))
struct SampleTablesTests {
    static let times: [WantedTime] =
        [0, 0.1, 0.5, 0.9, 1].map { .fraction($0) } + [0, 0.04, 0.96, 1, 2.5, 3.5, 5.9, 1e6].map { .seconds($0) }

    @Test("An MP4 file gives the same frame", arguments: Fixture.allCases.filter(\.isISOMedia))
    func same(fixture: Fixture) async throws {
        try await Self.expectSame(try await Fixtures.path(fixture), at: Self.times)
    }

    @Test(
        "The sample tables are enough for what is usual",
        arguments: [
            Fixture.mp4IndexLast, .mp4IndexFirst, .mp4HD, .mp4Rotated, .mp4Noise, .mp4LongIndexLast,
            .mp4LongIndexFirst, .mp4AudioFirst, .mp4TwoVideos, .mp4Chapters, .mp4Delayed, .mp4NoEdits,
            .mp4VariableRate, .mp4OpenGOP, .mp4LongOffsets, .tenBit, .anamorphic, .quickTime, .proRes, .mp4VP9,
            .mp4AV1,
        ],
        [WantedTime.fraction(0), .middle, .fraction(0.99)])
    func usual(fixture: Fixture, time: WantedTime) async throws {
        let thumbnail = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: time)).thumbnail
        #expect(thumbnail.index == .sampleTables)
    }

    @Test(
        "What is unusual is left to libavformat",
        arguments: [
            (.mp4CutStart, .edits), (.mp4Fragmented, .fragmented), (.mpeg4, .codec), (.rgb, .codec),
            (.mp4EndMissing, .outside), (.matroska, .notMovie), (.mpegTS, .notMovie),
        ] as [(Fixture, UnusualMovie)])
    func unusual(fixture: Fixture, reason: UnusualMovie) async throws {
        let thumbnail = try await SeenThumbnail(of: fixture, ThumbnailOptions(time: .seconds(5.5))).thumbnail
        #expect(thumbnail.index == .whole(because: reason.rawValue))
    }

    @Test("A keyframe that cannot be decoded is followed by the next, and then by libavformat's way")
    func damaged() async throws {
        let next = try await SeenThumbnail(of: .mp4DamagedStart, ThumbnailOptions(time: .seconds(1))).thumbnail
        #expect(next.index == .sampleTables && next.time > 1)
        #expect(
            next.time
                == (try await SeenThumbnail(of: .mp4HD, ThumbnailOptions(time: .seconds(next.time)))).thumbnail.time)
    }

    @Test("What an edit list cuts off at the end is not shown")
    func cutEnd() async throws {
        let seen = try await SeenThumbnail(of: .mp4CutEnd, ThumbnailOptions(time: .fraction(1)))
        seen.expectColours(ofSecond: 3)
        #expect(seen.thumbnail.index == .sampleTables)
    }

    @Test(
        "Real files give the same frame",
        .enabled(
            if: ProcessInfo.processInfo.environment["THUMBBENCH_CORPUS"] != nil, "THUMBBENCH_CORPUS names a folder"),
        .timeLimit(.minutes(15)))
    func corpus() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["THUMBBENCH_CORPUS"])
        let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
        for file in files.sorted() {
            let path = "\(folder)/\(file)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            let ways = try await Self.expectSame(path, at: [0, 0.1, 0.5, 0.9].map { .fraction($0) })
            print("\(file): \(ways.joined(separator: ", "))")
        }
    }

    /// - Returns: Which ways were taken, once each.
    @discardableResult
    private static func expectSame(_ path: String, at times: [WantedTime]) async throws -> [String] {
        var ways: [String] = []
        for time in times {
            let options = ThumbnailOptions(time: time)
            let whole = await Thumbnailer(options: options, usesSampleTables: false)
                .thumbnail(of: FileSource(path: path)).thumbnail
            let tables = await Thumbnailer(options: options).thumbnail(of: FileSource(path: path)).thumbnail
            let way: String
            switch (whole, tables) {
            case (.success(let whole), .success(let tables)):
                #expect(tables.jpeg == whole.jpeg, "\(path) at \(time): \(tables.time) s, not \(whole.time) s")
                #expect(tables.time == whole.time, "\(path) at \(time)")
                #expect(tables.isKeyframe == whole.isKeyframe && tables.source == whole.source, "\(path) at \(time)")
                #expect(whole.index == .whole(because: nil))
                way = "\(tables.index)"
            case (.failure(let whole), .failure(let tables)):
                #expect(tables.code == whole.code, "\(path) at \(time)")
                way = "\(tables.code)"
            default:
                Issue.record("\(path) at \(time): \(whole) and \(tables)")
                way = "different"
            }
            if !ways.contains(way) { ways.append(way) }
        }
        return ways
    }
}
