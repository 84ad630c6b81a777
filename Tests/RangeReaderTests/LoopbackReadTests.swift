import Loopback
import NIOCore
import RangeReader
import S3
import TestSupport
import Testing

@Suite("Reading from S3 and from presigned URLs")
struct LoopbackReadTests {
    private var object: FakeObject { .of3MB }

    /// The error of asking for the object's size.
    private func failure(_ source: any Source, expectedSize: Int64? = nil) async throws -> SourceError {
        try await RangeReader.withReader(
            of: source, expectedSize: expectedSize, configuration: .once, deadline: .patient
        ) { reader in
            try #require(throws: SourceError.self) { try reader.objectSize() }
        }
    }

    @Test("The server is asked for exactly what the trace says, by GET alone", arguments: Access.allCases)
    func trace(access: Access) async throws {
        try await withLoopback { loopback in
            try loopback.server.store(.bytes(object.bytes), bucket: "videos", key: "a b+c&여름.mp4")
            let source = try await loopback.source(access, key: "a b+c&여름.mp4")
            let trace = try await RangeReader.withReader(of: source, expectedSize: 3_000_000, deadline: .patient) {
                [object] reader in
                _ = try reader.bytes(0..<1_048_576)
                _ = try reader.bytes(2_868_928..<3_000_000)
                try reader.expect([1_200_000..<1_500_000])
                let ranges: [Range<Int64>] = [
                    0..<1_048_576, 1_200_000..<1_500_000, 2_000_000..<2_786_432, 2_868_928..<3_100_000,
                ]
                for range in ranges {
                    let bytes = try reader.bytes(range)
                    #expect(bytes == object[range.clamped(to: 0..<3_000_000)])
                }
                #expect(try reader.objectSize() == 3_000_000)
                return reader.trace
            }
            #expect(
                trace.planned == [
                    PlannedRange(0..<1_048_576, .head), PlannedRange(2_868_928..<3_000_000, .tail),
                    PlannedRange(1_200_000..<1_500_000, .keyframe), PlannedRange(2_000_000..<2_262_144, .readOn),
                    PlannedRange(2_262_144..<2_786_432, .readOn),
                ])
            #expect(trace.bytesReceived == 1_048_576 + 131_072 + 300_000 + 262_144 + 524_288)
            #expect(try await loopback.requests() == trace.seenByServer)
            // After the first answer every request is for that very version.
            let eTag = loopback.server.object(bucket: "videos", key: "a b+c&여름.mp4")?.eTag
            let conditions = loopback.server.records.suffix(2).map { record in
                record.requestHeaders.first { $0.0.lowercased() == "if-match" }?.1
            }
            #expect(conditions == [eTag, eTag])
        }
    }

    @Test("An object that was replaced in between is noticed", arguments: Access.allCases)
    func replaced(access: Access) async throws {
        try await withLoopback { loopback in
            try loopback.server.store(.bytes(object.bytes), bucket: "videos", key: "a.mp4")
            let source = try await loopback.source(access, key: "a.mp4")
            let server = loopback.server
            let error = try await RangeReader.withReader(of: source, deadline: .patient) { [object] reader in
                _ = try reader.bytes(0..<1_048_576)
                _ = try reader.bytes(2_900_000..<3_000_000)
                try server.store(.bytes(object.bytes), bucket: "videos", key: "a.mp4")
                return try #require(throws: SourceError.self) { _ = try reader.bytes(1_500_000..<1_500_001) }
            }
            #expect(error.code == .sourceChanged)
            #expect(error.isTransient)
        }
    }

    @Test("A missing key and a missing bucket are two errors", arguments: Access.allCases)
    func missing(access: Access) async throws {
        try await withLoopback { loopback in
            loopback.server.createBucket("videos")
            let key = try await failure(loopback.source(access, key: "missing.mp4"), expectedSize: 3_000_000)
            #expect(key.code == .s3(.noSuchKey))
            #expect(!key.isTransient)
            let bucket = try await failure(loopback.source(access, bucket: "nowhere", key: "a.mp4"))
            #expect(bucket.code == .s3(.noSuchBucket))
            #expect(!bucket.isTransient)
        }
    }

    @Test("An empty object is its own error", arguments: Access.allCases)
    func empty(access: Access) async throws {
        try await withLoopback { loopback in
            try loopback.server.store(.bytes([]), bucket: "videos", key: "empty.mp4")
            let error = try await failure(loopback.source(access, key: "empty.mp4"))
            #expect(error.code == .emptyObject)
            #expect(loopback.server.records.allSatisfy { $0.status == 416 })
        }
    }

    @Test("An event's size that is too large costs nothing", arguments: Access.allCases)
    func tooLarge(access: Access) async throws {
        try await withLoopback { loopback in
            try loopback.server.store(.bytes(object.bytes), bucket: "videos", key: "a.mp4")
            let source = try await loopback.source(access, key: "a.mp4")
            let trace = try await RangeReader.withReader(of: source, expectedSize: 9_000_000, deadline: .patient) {
                [object] reader in
                #expect(try reader.objectSize() == 3_000_000)
                for range in [0..<1_048_576, 2_990_000..<9_000_000] as [Range<Int64>] {
                    let bytes = try reader.bytes(range)
                    #expect(bytes == object[range.clamped(to: 0..<3_000_000)])
                }
                return reader.trace
            }
            #expect(trace.requests.map(\.bytesReceived) == [1_048_576, 131_072])
            #expect(Set(try await loopback.server.settledRecords().map(\.status)) == [206])
        }
    }

    @Test("A server that has gone is a broken connection", arguments: Access.allCases)
    func unreachable(access: Access) async throws {
        try await withLoopback { loopback in
            let source = try await loopback.source(access, key: "a.mp4")
            try await loopback.server.shutdown()
            let error = try await failure(source)
            #expect(error.code == .s3(.connectionFailed))
            #expect(error.isTransient)
        }
    }
}
