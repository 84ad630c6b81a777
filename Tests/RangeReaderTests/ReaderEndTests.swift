import Dispatch
import Loopback
import NIOCore
import RangeReader
import Synchronization
import Testing

@Suite("How reading ends before its time")
struct ReaderEndTests {
    /// Answers the head and then nothing more, until it is cancelled.
    private func silentAfterHead() -> FakeSource {
        let object = FakeObject(count: 5000)
        let never = Latch<SourceResponse>()
        return FakeSource { _, request in
            if request.range.lowerBound == 0 { return try object.answer(request.range) }
            return try await never.value()
        }
    }

    /// Never answers, until it is cancelled.
    private func silent() -> FakeSource {
        let never = Latch<SourceResponse>()
        return FakeSource { _, _ in try await never.value() }
    }

    @Test("A deadline ends the wait for the first answer", arguments: [-1, 0, 5] as [Int64])
    func deadline(milliseconds: Int64) async throws {
        try await withTinyReader(of: silent(), deadline: .now() + .milliseconds(milliseconds)) { reader in
            let error = #expect(throws: SourceError.self) { try reader.objectSize() }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.isTransient == true)
            #expect(reader.failure?.code == .deadlineExceeded)
        }
    }

    @Test("Once the deadline has passed there is no waiting for a byte; what is here can still be read")
    func deadlineWhileReading() async throws {
        let object = FakeObject(count: 5000)
        let headIsHere = DispatchSemaphore(value: 0)
        let never = Latch<SourceResponse>()
        let source = FakeSource { _, request in
            guard request.range.lowerBound == 0 else { return try await never.value() }
            var response = try object.answer(request.range)
            let pieces = Mutex([ByteBuffer(bytes: object[0..<100])])
            response.body = SourceBody(
                AsyncStream {
                    // Who asks for more than there was has taken that in.
                    let piece = pieces.withLock { $0.popLast() }
                    if piece == nil { headIsHere.signal() }
                    return piece
                })
            return response
        }
        try await withTinyReader(of: source, deadline: .now() - .milliseconds(1)) { reader in
            headIsHere.wait()
            let head = try reader.bytes(0..<100)
            #expect(head == object[0..<100])
            let error = #expect(throws: SourceError.self) { _ = try reader.bytes(100..<200) }
            #expect(error?.code == .deadlineExceeded)
            let again = try reader.bytes(0..<100)
            #expect(again == head)
        }
    }

    @Test("A cancelled task ends the wait for a byte")
    func cancelled() async throws {
        let source = silentAfterHead()
        let work = Task {
            try await withTinyReader(of: source, deadline: .distantFuture) { reader in
                let error = #expect(throws: SourceError.self) { _ = try reader.bytes(0..<200) }
                #expect(error?.code == .cancelled)
                throw try #require(error)
            }
        }
        #expect(try await source.request(1).range == 100..<300)
        work.cancel()
        let error = await #expect(throws: SourceError.self) { try await work.value }
        #expect(error?.code == .cancelled)
        #expect(error?.isTransient == true)
        #expect(source.returned == 2)
    }

    @Test("A task that was cancelled before it began says so as well")
    func cancelledBefore() async throws {
        let work = Task { [source = silent()] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await withTinyReader(of: source, deadline: .distantFuture) { reader in
                _ = try reader.objectSize()
            }
        }
        let error = await #expect(throws: SourceError.self) { try await work.value }
        #expect(error?.code == .cancelled)
    }

    @Test("Requests still on their way when the body ends are cancelled and waited for", arguments: [false, true])
    func inFlight(bodyThrows: Bool) async throws {
        struct Mine: Error {}
        let source = silentAfterHead()
        do {
            try await withTinyReader(of: source, expectedSize: 5000, deadline: .distantFuture) { reader in
                try reader.expect([2000..<3000])
                if bodyThrows { throw Mine() }
            }
            #expect(!bodyThrows)
        } catch is Mine {
            #expect(bodyThrows)
        }
        #expect(source.requests.count == source.returned)
    }

    @Test("A reader is gone when its body has ended")
    func released() async throws {
        let source = silentAfterHead()
        weak let leaked = try await withTinyReader(of: source, expectedSize: 5000) { reader in
            _ = try reader.objectSize()
            return reader
        }
        #expect(leaked == nil)
    }
}
