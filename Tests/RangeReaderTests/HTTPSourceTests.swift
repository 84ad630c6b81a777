import AsyncHTTPClient
import NIOHTTP1
import RangeReader
import S3
import Testing

@Suite("URLs of servers that are not S3")
struct HTTPSourceTests {
    private typealias Answer = PlainServer.Answer

    private var small: FakeObject { .of100kB }

    /// The error of asking for the object's size when every answer is `answer`.
    private func failure(_ answer: PlainServer.Answer, expectedSize: Int64? = nil) async throws -> SourceError {
        var error: SourceError?
        try await PlainServer.run { _ in
            answer
        } _: { source in
            error = try await RangeReader.withReader(
                of: source, expectedSize: expectedSize, configuration: .once, deadline: .patient
            ) { reader in
                try #require(throws: SourceError.self) { try reader.objectSize() }
            }
        }
        return try #require(error)
    }

    @Test("A small object of a server that ignores Range is taken whole", arguments: [nil, 100_000] as [Int64?])
    func smallWhole(expectedSize: Int64?) async throws {
        let object = small
        let server = try await PlainServer.run { _ in
            Answer(.ok, body: object.bytes)
        } _: { source in
            let trace = try await RangeReader.withReader(
                of: source, expectedSize: expectedSize, deadline: .patient
            ) { reader in
                let bytes = try reader.bytes(0..<200_000)
                #expect(bytes == object.bytes)
                return reader.trace
            }
            // Whose size is not known is asked for its end, too.
            #expect(trace.requests.map(\.bytesReceived) == (expectedSize == nil ? [100_000, 0] : [100_000]))
        }
        #expect(server.requests.allSatisfy { $0.method == .GET })
    }

    @Test("A large object of such a server is refused, and its body cut off", arguments: [nil, 1 << 30] as [Int64?])
    func largeWhole(expectedSize: Int64?) async throws {
        let bytes = [UInt8](repeating: 7, count: 64 << 20)
        let server = try await PlainServer.run { _ in
            Answer(.ok, body: bytes)
        } _: { source in
            try await RangeReader.withReader(of: source, expectedSize: expectedSize, deadline: .patient) { reader in
                let error = #expect(throws: SourceError.self) { try reader.objectSize() }
                #expect(error?.code == .rangeNotSupported)
                #expect(error?.isTransient == false)
                #expect(reader.trace.bytesReceived == 0)
            }
        }
        // Of 1 GiB: what leaves before the client's end of the connection is closed.
        #expect(server.bytesSent < 256 << 20)
    }

    @Test("A whole answer of unknown length is refused")
    func chunked() async throws {
        let error = try await failure(Answer(.ok, ["transfer-encoding": "chunked"], body: small.bytes))
        #expect(error.code == .rangeNotSupported)
    }

    @Test("An empty answer is an empty object")
    func empty() async throws {
        #expect(try await failure(Answer(.ok)).code == .emptyObject)
        #expect(try await failure(Answer(.rangeNotSatisfiable)).code == .emptyObject)
    }

    @Test("A page that says 404 is no S3 error", arguments: [.notFound, .gone] as [HTTPResponseStatus])
    func notFound(status: HTTPResponseStatus) async throws {
        let error = try await failure(Answer(status, body: Array("<html><body>Not here</body></html>".utf8)))
        #expect(error.code == .notFound)
        #expect(!error.isTransient)
    }

    @Test(
        "Other refusals are named after their status",
        arguments: [
            (.forbidden, .s3(.accessDenied), false), (.serviceUnavailable, .s3(.serverError), true),
            (.tooManyRequests, .s3(.throttled), true), (.badRequest, .s3(.badRequest), false),
        ] as [(HTTPResponseStatus, SourceError.Code, Bool)])
    func refusals(status: HTTPResponseStatus, code: SourceError.Code, isTransient: Bool) async throws {
        let error = try await failure(Answer(status))
        #expect(error.code == code)
        #expect(error.isTransient == isTransient)
    }

    @Test(
        "A partial answer has to say what it holds",
        arguments: [nil, "bytes", "bytes */100000", "bytes 5-3/10", "bytes 0-9/*", "bytes 1-10/100000"] as [String?])
    func contentRange(value: String?) async throws {
        var answer = Answer(.partialContent, body: Array(small.bytes.prefix(10)))
        if let value { answer.headers.add(name: "content-range", value: value) }
        #expect(try await failure(answer).code == .s3(.invalidResponse))
    }

    @Test("A weak ETag is compared, but no condition, which it would never meet", arguments: [true, false])
    func weakETag(changes: Bool) async throws {
        let object = FakeObject(count: 1_000_000)
        let server = try await PlainServer.run { head in
            if head.headers.contains(name: "if-match") { return Answer(.preconditionFailed) }
            let first = head.headers["range"].first?.hasPrefix("bytes=0-") == true
            let range: Range<Int64> = first ? 0..<131_072 : 500_000..<762_144
            let bounds = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.size)"
            let eTag = changes && !first ? "W/\"2\"" : "W/\"1\""
            return Answer(.partialContent, ["etag": eTag, "content-range": bounds], body: object[range])
        } _: { source in
            var configuration = ReaderConfiguration.once
            configuration.windows.head = 131_072
            configuration.windows.tailOfUnknown = 0
            try await RangeReader.withReader(of: source, configuration: configuration, deadline: .patient) { reader in
                _ = try reader.objectSize()
                if changes {
                    let error = #expect(throws: SourceError.self) { _ = try reader.bytes(500_000..<500_010) }
                    #expect(error?.code == .sourceChanged)
                } else {
                    let bytes = try reader.bytes(500_000..<500_010)
                    #expect(bytes == object[500_000..<500_010])
                }
            }
        }
        #expect(server.requests.count == 2)
    }

    @Test(
        "What is no URL is its own error",
        arguments: ["", "video.mp4", "http://", "ftp://host/video.mp4", "http+unix://%2Ftmp/video.mp4"])
    func invalidURL(url: String) async throws {
        let source = HTTPSource(url: url, httpClient: .shared)
        let error = await #expect(throws: SourceError.self) {
            _ = try await source.fetch(.bytes(0..<10), ifMatch: nil, deadline: .patient)
        }
        #expect(error?.code == .invalidURL)
    }
}
