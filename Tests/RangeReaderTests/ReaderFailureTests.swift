import Loopback
import NIOCore
import RangeReader
import S3
import Testing

@Suite("Failures of the range reader")
struct ReaderFailureTests {
    private let object = FakeObject(count: 5000)

    /// A source whose first answer is right and whose second one is `changed`.
    private func source(_ changed: @escaping @Sendable (inout SourceResponse) throws(SourceError) -> Void) -> FakeSource
    {
        FakeSource { [object] number, request throws(SourceError) in
            var response = try object.answer(request.range)
            if number == 1 { try changed(&response) }
            return response
        }
    }

    /// The error of reading on after the head, which must be the reader's last word from then on.
    private func failure(of source: FakeSource, limits: ReadLimits = .standard) async throws -> SourceError {
        try await withTinyReader(of: source, limits: limits) { reader in
            #expect(throws: Never.self) { try reader.bytes(0..<100) }
            let error = try #require(throws: SourceError.self) { _ = try reader.bytes(0..<5000) }
            let again = #expect(throws: SourceError.self) { _ = try reader.bytes(4000..<5000) }
            #expect(again?.code == error.code)
            return error
        }
    }

    // MARK: Answers that do not fit

    @Test("Another ETag means that the object was replaced")
    func otherETag() async throws {
        let error = try await failure(of: source { $0.eTag = "v2" })
        #expect(error.code == .sourceChanged)
        #expect(error.isTransient)
    }

    @Test("Another size means that the object was replaced", arguments: [4999, 5001] as [Int64])
    func otherSize(size: Int64) async throws {
        let error = try await failure(of: source { $0.objectSize = size })
        #expect(error.code == .sourceChanged)
        #expect(error.isTransient)
    }

    @Test("S3's refusal of an ETag that is no longer current means the same")
    func preconditionFailed() async throws {
        let error = try await failure(
            of: source { _ throws(SourceError) in
                throw SourceError(S3Error(.preconditionFailed, ""))
            })
        #expect(error.code == .sourceChanged)
    }

    @Test("A later answer without ETag or size is taken")
    func silentAnswer() async throws {
        let source = source {
            $0.eTag = nil
            $0.objectSize = nil
        }
        try await withTinyReader(of: source) { [object] reader throws in
            #expect(try reader.bytes(0..<5000) == object.bytes)
            #expect(reader.eTag == "v1")
        }
    }

    @Test("An answer for another range is no answer", arguments: [99..<299, 101..<300, 100..<301] as [Range<Int64>])
    func otherRange(range: Range<Int64>) async throws {
        let error = try await failure(of: source { $0.range = range })
        #expect(error.code == .s3(.invalidResponse))
        #expect(!error.isTransient)
    }

    @Test("A first answer that leaves the object's size open ends reading instead of waiting for another")
    func noSize() async throws {
        let object = object
        let source = FakeSource { _, request throws(SourceError) in
            var response = try object.answer(request.range)
            response.objectSize = nil
            return response
        }
        try await withTinyReader(of: source) { reader in
            let error = #expect(throws: SourceError.self) { try reader.objectSize() }
            #expect(error?.code == .s3(.invalidResponse))
        }
    }

    @Test("A body that ends early is a broken connection; what it brought can be read", arguments: [0, 1, 199])
    func cutShort(count: Int64) async throws {
        let object = object
        let source = source { $0.body = SourceBody(ByteBuffer(bytes: object[100..<100 + count])) }
        try await withTinyReader(of: source) { reader throws in
            let error = #expect(throws: SourceError.self) { _ = try reader.bytes(0..<300) }
            #expect(error?.code == .s3(.connectionFailed))
            #expect(error?.isTransient == true)
            #expect(try reader.bytes(0..<100 + count) == object[0..<100 + count])
            #expect(reader.trace.requests.map(\.bytesReceived) == [100, count])
            #expect(reader.failure?.code == .s3(.connectionFailed))
        }
    }

    @Test("An error in the middle of a body keeps its cause")
    func brokenBody() async throws {
        let source = source {
            $0.body = SourceBody(
                AsyncThrowingStream { continuation in
                    continuation.yield(ByteBuffer(repeating: 7, count: 10))
                    continuation.finish(throwing: S3Error(.throttled, "slower, please"))
                })
        }
        let error = try await failure(of: source)
        #expect(error.code == .s3(.throttled))
        #expect(error.isTransient)
    }

    // MARK: Errors of the source

    @Test("An empty object is its own error", arguments: [nil, 5000] as [Int64?])
    func empty(expectedSize: Int64?) async throws {
        try await withTinyReader(of: FakeSource(FakeObject([])), expectedSize: expectedSize) { reader in
            let error = #expect(throws: SourceError.self) { try reader.objectSize() }
            #expect(error?.code == .emptyObject)
        }
    }

    @Test("A tail that failed is asked for again when it is needed")
    func failedTail() async throws {
        let object = object
        let source = FakeSource { _, request throws(SourceError) in
            if request.range.lowerBound != 0 { throw SourceError(S3Error(.accessDenied, "")) }
            return try object.answer(request.range)
        }
        try await withTinyReader(of: source, expectedSize: 5000) { reader in
            let head = try reader.bytes(0..<100)
            #expect(head == object[0..<100])
            let error = #expect(throws: SourceError.self) { _ = try reader.bytes(4900..<5000) }
            #expect(error?.code == .s3(.accessDenied))
            #expect(reader.trace.requests.last?.range == 4900..<5000)
        }
    }

    @Test("Outside of the tail a range after the end is a failure")
    func notSatisfiable() async throws {
        let error = try await failure(
            of: source { _ throws(SourceError) in
                throw SourceError(.s3(.rangeNotSatisfiable), "")
            })
        #expect(error.code == .s3(.rangeNotSatisfiable))
    }

    @Test("What the body throws is what the call throws")
    func bodyThrows() async throws {
        struct Mine: Error {}
        await #expect(throws: Mine.self) {
            try await withTinyReader(of: FakeSource(object)) { _ in throw Mine() }
        }
    }

    // MARK: Limits

    @Test("More requests than the limit are not sent")
    func requestLimit() async throws {
        let source = FakeSource(object)
        let error = try await failure(
            of: source, limits: ReadLimits(requests: 3, bytesFetched: 1 << 20, bytesCached: 1 << 20))
        #expect(error.code == .readLimitExceeded)
        #expect(!error.isTransient)
        #expect(source.requests.map(\.range) == [0..<100, 100..<300, 300..<700])
    }

    @Test("More bytes than the limit are not asked for", arguments: [1499, 1500])
    func byteLimit(limit: Int64) async throws {
        let source = FakeSource(object)
        let error = try await failure(
            of: source, limits: ReadLimits(requests: 100, bytesFetched: limit, bytesCached: 1 << 20))
        #expect(error.code == .readLimitExceeded)
        let ranges: [Range<Int64>] = [0..<100, 100..<300, 300..<700, 700..<1500]
        #expect(source.requests.map(\.range) == Array(ranges.prefix(limit < 1500 ? 3 : 4)))
    }

    @Test("A limit below the very first request is an error, not a wait for its answer")
    func nothingAllowed() async throws {
        let limits = ReadLimits(requests: 100, bytesFetched: 99, bytesCached: 1 << 20)
        try await withTinyReader(of: FakeSource(object), limits: limits, deadline: .distantFuture) { reader in
            let error = #expect(throws: SourceError.self) { try reader.objectSize() }
            #expect(error?.code == .readLimitExceeded)
            #expect(reader.trace.requests.isEmpty)
        }
    }

    @Test("An expectation beyond the limit fails, too")
    func expectedBeyondLimit() async throws {
        let limits = ReadLimits(requests: 100, bytesFetched: 1000, bytesCached: 1 << 20)
        try await withTinyReader(of: FakeSource(object), limits: limits) { reader in
            let error = #expect(throws: SourceError.self) { try reader.expect([200..<1200]) }
            #expect(error?.code == .readLimitExceeded)
        }
    }
}
