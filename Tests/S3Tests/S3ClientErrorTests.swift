import AsyncHTTPClient
import FoundationEssentials
import Loopback
import NIOCore
import NIOHTTP1
import S3
import SigV4
import Testing

@Suite("Failures over the loopback")
struct S3ClientErrorTests {
    private let missing = S3ObjectID(bucket: "videos", key: "missing.mp4")
    private let object = S3ObjectID(bucket: "videos", key: "a.mp4")

    private func expect(
        _ code: S3Error.Code, status: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            Issue.record("no error", sourceLocation: sourceLocation)
        } catch let error as S3Error {
            #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
            #expect(error.httpStatus == status, sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    }

    @Test("A missing key, a missing bucket, a changed object and a range past the end are four errors")
    func answers() async throws {
        try await withLoopbackS3 { server, client in
            try server.store(.bytes([1, 2, 3]), bucket: "videos", key: "a.mp4")
            await expect(.noSuchKey, status: 404) {
                _ = try await client.getObject(missing, range: .bytes(0..<10), ifMatch: nil, deadline: .patient)
            }
            await expect(.noSuchKey, status: 404) { _ = try await client.headObject(missing, deadline: .patient) }
            await expect(.noSuchBucket, status: 404) {
                try await client.putObject(
                    S3ObjectID(bucket: "nowhere", key: "k"), body: ByteBuffer(), contentType: "x/y", metadata: [:],
                    deadline: .patient)
            }
            await expect(.preconditionFailed, status: 412) {
                _ = try await client.getObject(object, range: .bytes(0..<2), ifMatch: "other", deadline: .patient)
            }
            await expect(.rangeNotSatisfiable, status: 416) {
                _ = try await client.getObject(object, range: .bytes(3..<5), ifMatch: nil, deadline: .patient)
            }
            let eTag = try await client.headObject(object, deadline: .patient).eTag
            let result = try await client.getObject(object, range: .bytes(0..<2), ifMatch: eTag, deadline: .patient)
            #expect(try await result.body.bytes() == [1, 2])
        }
    }

    @Test("Mistakes of the caller are found before a request is sent")
    func mistakes() async throws {
        try await withLoopbackS3 { server, client in
            await expect(.badRequest) {
                _ = try await client.getObject(object, range: .bytes(5..<5), ifMatch: nil, deadline: .patient)
            }
            await expect(.badRequest) {
                _ = try await client.getObject(object, range: .bytes(-5..<5), ifMatch: nil, deadline: .patient)
            }
            for metadata in [["a b": "x"], ["a": "é"], ["a": "x\r\ny: z"]] {
                await expect(.badRequest) {
                    try await client.putObject(
                        object, body: ByteBuffer(), contentType: "x/y", metadata: metadata, deadline: .patient)
                }
            }
            #expect(server.records.isEmpty)
        }
    }

    @Test("A body that is dropped takes its connection with it, and the rest is not sent", arguments: [0, 1])
    func dropped(piecesRead: Int) async throws {
        let size = 64 << 20
        try await withLoopbackS3(shape: .init(firstByteDelay: .zero, bytesPerSecond: 64 << 20)) { server, client in
            try server.store(.bytes(Array(repeating: 7, count: size)), bucket: "videos", key: "a.mp4")
            do {
                let result = try await client.getObject(object, range: nil, ifMatch: nil, deadline: .patient)
                if piecesRead > 0 {
                    var pieces = result.body.makeAsyncIterator()
                    _ = try await pieces.next()
                }
            }
            let record = try #require(try await server.settledRecords().first)
            #expect(record.bytesSent < size / 2)
        }
    }

    @Test("The deadline ends the wait for the answer's head")
    func lateHead() async throws {
        try await withLoopbackS3(shape: .init(firstByteDelay: .seconds(20), bytesPerSecond: nil)) { server, client in
            try server.store(.bytes([1]), bucket: "videos", key: "a.mp4")
            await expect(.timeout) {
                _ = try await client.getObject(
                    object, range: nil, ifMatch: nil, deadline: .now() + .milliseconds(50))
            }
        }
    }

    @Test("The deadline ends a body that does not get on")
    func lateBody() async throws {
        try await withLoopbackS3(shape: .init(firstByteDelay: .zero, bytesPerSecond: 1000)) { server, client in
            try server.store(.bytes(Array(repeating: 7, count: 100_000)), bucket: "videos", key: "a.mp4")
            let result = try await client.getObject(
                object, range: nil, ifMatch: nil, deadline: .now() + .milliseconds(200))
            await expect(.timeout) { _ = try await result.body.bytes() }
        }
    }

    @Test("A cancelled task is neither a timeout nor a broken connection")
    func cancelled() async throws {
        try await withLoopbackS3(shape: .init(firstByteDelay: .zero, bytesPerSecond: 1000)) { server, client in
            try server.store(.bytes(Array(repeating: 7, count: 100_000)), bucket: "videos", key: "a.mp4")
            let result = try await client.getObject(object, range: nil, ifMatch: nil, deadline: .patient)
            let reading = Task { try await result.body.bytes() }
            reading.cancel()
            await expect(.cancelled) { _ = try await reading.value }
        }
    }

    @Test("A server that goes away in the middle of a body is a broken connection")
    func brokenBody() async throws {
        try await withLoopbackS3(shape: .init(firstByteDelay: .zero, bytesPerSecond: 100_000)) { server, client in
            try server.store(.bytes(Array(repeating: 7, count: 10_000_000)), bucket: "videos", key: "a.mp4")
            let result = try await client.getObject(object, range: nil, ifMatch: nil, deadline: .patient)
            try await server.shutdown()
            await expect(.connectionFailed) { _ = try await result.body.bytes() }
        }
    }

    @Test("A port where nobody listens is a failed connection, at once")
    func refused() async throws {
        try await withLoopbackS3 { server, client in
            try await server.shutdown()
            let start = ContinuousClock.now
            await expect(.connectionFailed) {
                _ = try await client.getObject(missing, range: nil, ifMatch: nil, deadline: .patient)
            }
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test("A presigned URL is fetched without any header of ours")
    func presigned() async throws {
        try await withLoopbackS3 { server, client in
            try server.store(.bytes([1, 2, 3]), bucket: "videos", key: "a b+c.mp4")
            let url = try await client.presignedURL(
                method: "GET", S3ObjectID(bucket: "videos", key: "a b+c.mp4"), expiresIn: 60, date: Date())
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), deadline: .patient)
            #expect(response.status == .ok)
            #expect(Array(try await response.body.collect(upTo: 10).readableBytesView) == [1, 2, 3])
            #expect(server.records.map(\.key) == ["a b+c.mp4"])
        }
    }
}
