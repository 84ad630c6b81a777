import Loopback
import NIOCore
import S3
import Testing

@Suite("Objects over the loopback")
struct S3ClientTests {
    private let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test("A ranged GET brings exactly the range")
    func ranged() async throws {
        try await withLoopbackS3 { server, client in
            try server.store(.bytes(content), bucket: "videos", key: "a.mp4", contentType: "video/mp4")
            let result = try await client.getObject(
                S3ObjectID(bucket: "videos", key: "a.mp4"), range: .bytes(1000..<200_000), ifMatch: nil,
                deadline: .patient)
            #expect(result.status == 206)
            #expect(result.contentRange == ContentRange(range: 1000..<200_000, total: 300_000))
            #expect(result.contentLength == 199_000)
            #expect(result.contentType == "video/mp4")
            #expect(try await result.body.bytes() == Array(content[1000..<200_000]))
        }
    }

    @Test("A range over the object's end is cut off, and says so")
    func cutOff() async throws {
        try await withLoopbackS3 { server, client in
            try server.store(.bytes(content), bucket: "videos", key: "a.mp4")
            let result = try await client.getObject(
                S3ObjectID(bucket: "videos", key: "a.mp4"), range: .bytes(299_990..<400_000), ifMatch: nil,
                deadline: .patient)
            #expect(result.contentRange?.range == 299_990..<300_000)
            #expect(try await result.body.bytes() == Array(content.suffix(10)))
        }
    }

    @Test("Without a range the whole object comes, on the connection of the request before")
    func whole() async throws {
        try await withLoopbackS3 { server, client in
            try server.store(.bytes(content), bucket: "videos", key: "a.mp4")
            for _ in 1...3 {
                let result = try await client.getObject(
                    S3ObjectID(bucket: "videos", key: "a.mp4"), range: nil, ifMatch: nil, deadline: .patient)
                #expect(result.status == 200)
                #expect(result.contentRange == nil)
                #expect(try await result.body.bytes() == content)
            }
            #expect(Set(server.records.map(\.connection)).count == 1)
        }
    }

    @Test("A PUT stores bytes, type and metadata; HEAD tells them, on the same connection")
    func putAndHead() async throws {
        try await withLoopbackS3 { server, client in
            server.createBucket("thumbnails")
            let id = S3ObjectID(bucket: "thumbnails", key: "a.jpg")
            let put = try await client.putObject(
                id, body: ByteBuffer(bytes: [1, 2, 3]), contentType: "image/jpeg",
                metadata: ["Width": "480", "source": "videos/a  b.mp4"], deadline: .patient)
            let stored = try #require(server.object(bucket: "thumbnails", key: "a.jpg"))
            #expect(stored.content == .bytes([1, 2, 3]))

            let head = try await client.headObject(id, deadline: .patient)
            #expect(head.contentLength == 3)
            #expect(head.contentType == "image/jpeg")
            #expect(head.metadata == ["width": "480", "source": "videos/a  b.mp4"])
            #expect(head.eTag == put.eTag)
            #expect(put.eTag.map { "\"\($0)\"" } == stored.eTag)
            #expect(Set(server.records.map(\.connection)).count == 1)
        }
    }

    @Test("A PUT with a condition writes only where it is true")
    func conditions() async throws {
        try await withLoopbackS3 { server, client in
            server.createBucket("b")
            let id = S3ObjectID(bucket: "b", key: "k")
            func put(_ text: String, _ condition: WriteCondition) async throws -> S3ObjectMetadata {
                try await client.putObject(
                    id, body: ByteBuffer(string: text), contentType: "x/y", metadata: [:], condition: condition,
                    deadline: .patient)
            }
            func code(_ condition: WriteCondition) async throws -> S3Error.Code? {
                do { _ = try await put("no", condition) } catch let error as S3Error { return error.code }
                return nil
            }
            #expect(try await code(.isUnchanged(eTag: "x")) == .noSuchKey)
            let first = try await put("1", .isAbsent)
            #expect(try await code(.isAbsent) == .preconditionFailed)
            let second = try await put("2", .isUnchanged(eTag: try #require(first.eTag)))
            #expect(try await code(.isUnchanged(eTag: try #require(first.eTag))) == .preconditionFailed)
            #expect(server.object(bucket: "b", key: "k")?.content == .bytes(Array("2".utf8)))
            #expect(server.object(bucket: "b", key: "k")?.eTag == second.eTag.map { "\"\($0)\"" })
        }
    }

    @Test("An empty body is a body")
    func emptyPut() async throws {
        try await withLoopbackS3 { server, client in
            server.createBucket("b")
            try await client.putObject(
                S3ObjectID(bucket: "b", key: "k"), body: ByteBuffer(), contentType: "x/y", metadata: [:],
                deadline: .patient)
            #expect(server.object(bucket: "b", key: "k")?.size == 0)
        }
    }

    @Test(
        "Keys arrive byte for byte",
        arguments: [
            "a b+c&d.mp4", "여름 휴가.mp4", "🎬.mov", "/leading//double/", "a/./b/../c", "..", "./.", "100%2Bsure?#x",
            "e\u{301}.mp4", "!*'();:@=$,[]\\\"<>^`{|}", "?versionId=1", "%", "\u{1}\u{7F}",
        ])
    func keys(key: String) async throws {
        try await withLoopbackS3 { server, client in
            server.createBucket("b")
            try await client.putObject(
                S3ObjectID(bucket: "b", key: key), body: ByteBuffer(string: "x"), contentType: "x/y", metadata: [:],
                deadline: .patient)
            #expect(server.keys(bucket: "b").map { Array($0.utf8) } == [Array(key.utf8)])
        }
    }
}
