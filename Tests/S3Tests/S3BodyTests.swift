import AsyncHTTPClient
import NIOCore
import NIOPosix
import S3
import Testing

@Suite("Bodies")
struct S3BodyTests {
    private let object = S3ObjectID(bucket: "videos", key: "a.mp4")
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.any()

    private func body(
        _ pieces: AsyncStream<ByteBuffer>, deadline: NIODeadline = .patient, stallLimit: Duration? = nil
    ) -> S3Body {
        S3Body(.stream(pieces), deadline: deadline, stallLimit: stallLimit, eventLoop: eventLoop)
    }

    @Test("All bytes come, in order, however slowly they are read")
    func order() async throws {
        let (pieces, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        for value in 0..<100 { continuation.yield(ByteBuffer(integer: UInt8(value))) }
        continuation.finish()
        var read: [UInt8] = []
        for try await piece in body(pieces, stallLimit: .seconds(60)) {
            read += piece.readableBytesView
            if read.count % 10 == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(read == Array(0..<100))
    }

    @Test("A body that stands still is given up, long before the deadline")
    func stall() async throws {
        try await withScript([.stall]) { _, client, _ in
            let result = try await client.getObject(
                object, range: nil, ifMatch: nil, deadline: .patient, stallLimit: .milliseconds(100))
            var pieces = result.body.makeAsyncIterator()
            let first = try await pieces.next()
            #expect(first == ByteBuffer(string: "x"))
            let error = try await s3Error { _ = try await pieces.next() }
            #expect(error?.code == .timeout)
            #expect(error?.message == "no byte for 0.1 s")
            #expect(error?.isStaleConnection == false)
        }
    }

    @Test("A reader that takes its time is no stall, and gets what has come")
    func slowReader() async throws {
        let (pieces, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        for value in 0..<3 { continuation.yield(ByteBuffer(integer: UInt8(value))) }
        continuation.finish()
        var iterator = body(pieces, stallLimit: .milliseconds(50)).makeAsyncIterator()
        var read = [try await iterator.next()]
        try await Task.sleep(for: .milliseconds(80))
        for _ in 1...4 { read.append(try await iterator.next()) }
        #expect(read == [0, 1, 2].map { ByteBuffer(integer: UInt8($0)) } + [nil, nil])
    }

    @Test("A body that gets on is not stalled, and ends at the deadline")
    func endless() async throws {
        let pieces = AsyncStream { ByteBuffer(string: "x") }
        let error = try await s3Error {
            let body = body(pieces, deadline: .now() + .milliseconds(250), stallLimit: .milliseconds(100))
            for try await piece in body { #expect(piece.readableBytes == 1) }
        }
        #expect(error?.code == .timeout)
        #expect(error?.message == "the deadline passed in the middle of the body")
    }

    @Test("A body that is let go while bytes are waited for is cancelled", .timeLimit(.minutes(15)))
    func letGo() async throws {
        let (pieces, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        continuation.onTermination = { _ in end.finish() }
        continuation.yield(ByteBuffer(string: "x"))
        do {
            var iterator = body(pieces).makeAsyncIterator()
            let first = try await iterator.next()
            #expect(first == ByteBuffer(string: "x"))
        }
        for await _ in ends {}
    }
}
