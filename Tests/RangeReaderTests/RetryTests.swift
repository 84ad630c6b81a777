import Loopback
import NIOCore
import RangeReader
import S3
import TestSupport
import Testing

@Suite("What the range reader does after failures that need not last")
struct RetryTests {
    private let object = FakeObject(count: 5000)

    private static var patient: ReaderConfiguration {
        var configuration = ReaderConfiguration.tiny
        configuration.retries = .standard
        return configuration
    }

    /// Reads the whole object, with three attempts for each range; also gives what was asked for.
    private func read(_ source: FakeSource, _ configuration: ReaderConfiguration = patient) async throws -> ReadTrace {
        try await RangeReader.withReader(of: source, configuration: configuration, deadline: .patient) {
            [object] reader throws in
            try reader.expect([100..<5000])
            let bytes = try reader.bytes(0..<5000)
            #expect(bytes == object.bytes)
            return reader.trace
        }
    }

    private static let broken = SourceError(.s3(.connectionFailed), "reset", isTransient: true)

    @Test("A request that failed is sent again, for the same version")
    func again() async throws {
        let source = FakeSource { [object] number, request throws(SourceError) in
            if number == 1 { throw Self.broken }
            return try object.answer(request.range)
        }
        let trace = try await read(source)
        #expect(
            source.requests == [
                .init(range: 0..<100, eTag: nil), .init(range: 100..<5000, eTag: "v1"),
                .init(range: 100..<5000, eTag: "v1"),
            ])
        #expect(trace.requests.map(\.attempt) == [1, 1, 2])
        #expect(trace.requests.map(\.error) == [nil, .s3(.connectionFailed), nil])
        #expect(trace.bytesReceived == 5000)
    }

    @Test("A body that was cut short is resumed at the first missing byte, and attempts are counted anew")
    func resume() async throws {
        let source = FakeSource { [object] number, request throws(SourceError) in
            var response = try object.answer(request.range)
            guard (1...6).contains(number) else { return response }
            let part = request.range.lowerBound..<request.range.lowerBound + 10
            response.body = SourceBody(ByteBuffer(bytes: object[part]))
            return response
        }
        let trace = try await read(source)
        #expect(source.requests.map(\.range.lowerBound) == [0, 100, 110, 120, 130, 140, 150, 160])
        #expect(trace.requests.map(\.bytesReceived) == [100, 10, 10, 10, 10, 10, 10, 4840])
        #expect(trace.bytesReceived == 5000)
    }

    @Test("After the last attempt the error is the reader's")
    func givesUp() async throws {
        let source = FakeSource { [object] number, request throws(SourceError) in
            if number > 0 { throw Self.broken }
            return try object.answer(request.range)
        }
        try await RangeReader.withReader(of: source, configuration: Self.patient, deadline: .patient) { reader in
            let error = #expect(throws: SourceError.self) { _ = try reader.bytes(0..<5000) }
            #expect(error?.code == .s3(.connectionFailed))
            #expect(reader.trace.requests.count == 4)
        }
    }

    @Test(
        "What lasts is not tried again",
        arguments: [.accessDenied, .noSuchKey, .rangeNotSatisfiable, .preconditionFailed, .invalidResponse]
            as [S3Error.Code])
    func permanent(code: S3Error.Code) async throws {
        let source = FakeSource { [object] number, request throws(SourceError) in
            if number > 0 { throw SourceError(S3Error(code, "")) }
            return try object.answer(request.range)
        }
        try await RangeReader.withReader(of: source, configuration: Self.patient, deadline: .patient) { reader in
            #expect(throws: SourceError.self) { _ = try reader.bytes(0..<5000) }
            #expect(reader.trace.requests.count == 2)
        }
    }

    @Test("A second request overtakes one that is not answered, and the first is cancelled")
    func hedge() async throws {
        var hedging = Hedging()
        for _ in 0..<20 { hedging.answered(after: .microseconds(10)) }
        var configuration = Self.patient
        configuration.answerTimes = AnswerTimes(hedging)
        let never = Latch<SourceResponse>()
        let source = FakeSource { [object] number, request in
            if number == 1 { return try await never.value() }
            return try object.answer(request.range)
        }
        let trace = try await read(source, configuration)
        #expect(source.requests.map(\.range) == [0..<100, 100..<5000, 100..<5000])
        #expect(trace.requests.map(\.isHedge) == [false, false, true])
        #expect(trace.requests.map(\.bytesReceived) == [100, 0, 4900])
        #expect(trace.requests[1].answer == nil)
        #expect(source.returned == 3)
    }

    @Test("Nobody waits for an answer for ever, hedged or not")
    func tooSlow() async throws {
        var configuration = Self.patient
        configuration.longestWait = .milliseconds(20)
        let never = Latch<SourceResponse>()
        let source = FakeSource { [object] number, request in
            if number == 1 { return try await never.value() }
            return try object.answer(request.range)
        }
        let trace = try await read(source, configuration)
        #expect(trace.requests.map(\.error) == [nil, .s3(.timeout), nil])
    }

    @Test("Every fault of S3 or of the network that need not last is got over", arguments: LoopbackS3.Fault.transient)
    func faults(fault: LoopbackS3.Fault) async throws {
        let object = FakeObject.of3MB
        try await withLoopback { loopback in
            try loopback.server.store(.bytes(object.bytes), bucket: "videos", key: "a.mp4")
            loopback.server.inject(FaultPlan([.init(fault, at: 1...4)]))
            var configuration = ReaderConfiguration()
            configuration.longestWait = .milliseconds(300)
            configuration.retries = try RetryPolicy(maxAttempts: 5)
            let source = S3Source(
                client: loopback.client, object: S3ObjectID(bucket: "videos", key: "a.mp4"),
                stallLimit: .milliseconds(50))
            try await RangeReader.withReader(
                of: source, expectedSize: 3_000_000, configuration: configuration, deadline: .patient
            ) { reader throws in
                try reader.expect([1_000_000..<1_100_000])
                for range in [0..<1000, 1_000_000..<1_100_000, 2_999_000..<3_000_000] as [Range<Int64>] {
                    let bytes = try reader.bytes(range)
                    #expect(bytes == object[range])
                }
            }
            #expect(loopback.server.records.contains { $0.fault == fault } || fault == .lostAnswer)
        }
    }
}
