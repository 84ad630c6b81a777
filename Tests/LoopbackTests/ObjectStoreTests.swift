import NIOCore
import NIOHTTP1
import Testing

@testable import Loopback

/// The answers of S3, without a socket.
@Suite struct ObjectStoreTests {
    private var store = ObjectStore()

    init() {
        store.createBucket("b")
        put("0123456789", key: "k")
    }

    private mutating func put(_ text: String, key: String) {
        let body = StoredBody.buffer(ByteBuffer(string: text))
        store.put(body, contentType: "video/mp4", metadata: ["a": "1"], bucket: "b", key: key)
    }

    private func text(_ response: S3Response) throws -> String {
        var scratch = ByteBuffer()
        return String(buffer: try response.body.read(into: &scratch))
    }

    @Test mutating func `a whole object is a 200, a part is a 206 that says which`() throws {
        let whole = store.respond(to: S3Request(method: .GET, uri: "/b/k?X-Amz-Signature=0&x=/y"))
        #expect(whole.status == .ok)
        #expect(try text(whole) == "0123456789")
        #expect(whole.headers["content-length"] == ["10"])
        #expect(whole.headers["content-type"] == ["video/mp4"])
        #expect(whole.headers["accept-ranges"] == ["bytes"])
        #expect(whole.headers["x-amz-meta-a"] == ["1"])
        #expect(whole.headers["content-range"].isEmpty)

        let part = store.respond(to: S3Request(method: .GET, uri: "/b/k", headers: ["Range": "bytes=8-20"]))
        #expect(part.status == .partialContent)
        #expect(try text(part) == "89")
        #expect(part.headers["content-range"] == ["bytes 8-9/10"])
        #expect(part.headers["content-length"] == ["2"])
        #expect(part.headers["etag"] == whole.headers["etag"])
    }

    @Test mutating func `a range beyond the end is a 416 with the size`() throws {
        let response = store.respond(to: S3Request(method: .GET, uri: "/b/k", headers: ["Range": "bytes=10-"]))
        #expect(response.status == .rangeNotSatisfiable)
        #expect(try text(response).contains("<Code>InvalidRange</Code>"))
        #expect(try text(response).contains("<ActualObjectSize>10</ActualObjectSize>"))
    }

    @Test mutating func `a missing key and a missing bucket are told apart`() throws {
        let key = store.respond(to: S3Request(method: .GET, uri: "/b/no%3C%26"))
        #expect(key.status == .notFound)
        #expect(try text(key).contains("<Code>NoSuchKey</Code>"))
        #expect(try text(key).contains("<Key>no&lt;&amp;</Key>"))
        let bucket = store.respond(to: S3Request(method: .PUT, uri: "/c/k"))
        #expect(bucket.status == .notFound)
        #expect(try text(bucket).contains("<Code>NoSuchBucket</Code>"))
    }

    @Test mutating func `HEAD answers as GET without a body`() throws {
        let found = store.respond(to: S3Request(method: .HEAD, uri: "/b/k"))
        #expect(found.status == .ok)
        #expect(found.headers["content-length"] == ["10"])
        #expect(found.body.count == 0)
        let missing = store.respond(to: S3Request(method: .HEAD, uri: "/b/none"))
        #expect(missing.status == .notFound)
        #expect(missing.body.count == 0)
    }

    @Test mutating func `If-Match holds for the stored ETag alone, with or without its quotes`() throws {
        let eTag = try #require(store.object(bucket: "b", key: "k")?.eTag)
        for value in [eTag, String(eTag.dropFirst().dropLast()), "*"] {
            #expect(store.respond(to: S3Request(method: .GET, uri: "/b/k", headers: ["If-Match": value])).status == .ok)
        }
        put("abcdefghij", key: "k")
        let stale = store.respond(
            to: S3Request(method: .GET, uri: "/b/k", headers: ["If-Match": eTag, "Range": "bytes=0-1"]))
        #expect(stale.status == .preconditionFailed)
        #expect(try text(stale).contains("<Code>PreconditionFailed</Code>"))
    }

    @Test mutating func `a PUT is stored with its type and metadata`() throws {
        let request = S3Request(
            method: .PUT, uri: "/b/thumbnails/a%20b.jpg",
            headers: ["Content-Type": "image/jpeg", "X-Amz-Meta-Source": "k", "X-Other": "no"],
            body: ByteBuffer(bytes: [0xFF, 0xD8]))
        let response = store.respond(to: request)
        let object = try #require(store.object(bucket: "b", key: "thumbnails/a b.jpg"))
        #expect(response.status == .ok)
        #expect(response.headers["etag"] == [object.eTag])
        #expect(object.content == .bytes([0xFF, 0xD8]))
        #expect(object.contentType == "image/jpeg")
        #expect(object.metadata == ["source": "k"])
        #expect(store.keys(bucket: "b") == ["k", "thumbnails/a b.jpg"])
    }

    @Test(arguments: [
        ("/b/a+b", S3Request.Target.object(bucket: "b", key: "a+b")),
        ("/b/a%2Bb%20c%2F?x=%zz", .object(bucket: "b", key: "a+b c/")),
        ("/b//a//b", .object(bucket: "b", key: "/a//b")),
        ("/b/%F0%9F%8E%AC", .object(bucket: "b", key: "🎬")),
        ("/b/", .bucket("b")),
        ("/b?list-type=2", .bucket("b")),
        ("/", .service),
        ("/b/%4", .malformed),
        ("/b/%FF", .malformed),
    ])
    func `the path names the object byte for byte`(uri: String, target: S3Request.Target) {
        #expect(S3Request(method: .GET, uri: uri).target == target)
    }

    @Test mutating func `two spellings of one text are two keys`() {
        put("composed", key: "\u{E9}")
        put("decomposed", key: "e\u{301}")
        #expect(store.object(bucket: "b", key: "\u{E9}")?.content == .bytes(Array("composed".utf8)))
        #expect(store.object(bucket: "b", key: "e\u{301}")?.content == .bytes(Array("decomposed".utf8)))
        #expect(store.keys(bucket: "b").count == 3)
    }

    @Test mutating func `what S3 would do and this does not is refused`() {
        let requests = [
            S3Request(method: .DELETE, uri: "/b/k"), S3Request(method: .POST, uri: "/b/k?uploads"),
            S3Request(method: .GET, uri: "/b?list-type=2"), S3Request(method: .GET, uri: "/"),
        ]
        for request in requests { #expect(store.respond(to: request).status == .notImplemented) }
        #expect(store.respond(to: S3Request(method: .GET, uri: "/b/%")).status == .badRequest)
    }
}
