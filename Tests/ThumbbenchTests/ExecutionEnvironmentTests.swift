import FoundationEssentials
import Loopback
import Testing

@testable import thumbbench

@Suite(.timeLimit(.minutes(15)))
struct ExecutionEnvironmentTests {
    private func record(
        _ script: String, invocations: Int = 1, timeout: Duration = .seconds(20)
    ) async throws -> EnvironmentRecord {
        try await record(script, load: InvocationLoad(warm: .count(invocations - 1)), timeout: timeout)
    }

    private func record(
        _ script: String, load: InvocationLoad, timeout: Duration = .seconds(20),
        progress: @Sendable () -> Void = {}
    ) async throws -> EnvironmentRecord {
        let function = try ScriptedFunction(script)
        let s3 = try await LoopbackS3.start()
        try s3.store(.bytes(Array(repeating: 65, count: 5_000)), bucket: "b", key: "k")
        return try await withCleanup {
            let environment = ExecutionEnvironment(
                function: function.binary, tier: MemoryTier(megabytes: 512), enforcement: .none(reasons: []), s3: s3,
                settings: ["SETTING": "mine"], timeout: timeout)
            return try await environment.run(Array("{}".utf8), load: load, progress: progress)
        } cleanup: {
            try? await s3.shutdown()
        }
    }

    @Test func `Each answer is a sample, with what the function had from S3 for it`() async throws {
        // Answers to these requests hold no NUL, which bash could not keep.
        let record = try await record(
            #"""
            while next; do
                request "${AWS_ENDPOINT_URL_S3##*:}" $'GET /b/k HTTP/1.1\r\nHost: x\r\nRange: bytes=0-999\r\n\r\n'
                respond "\"$AWS_LAMBDA_FUNCTION_MEMORY_SIZE $SETTING\""
            done
            """#, invocations: 3)
        #expect(record.verdict == .ok)
        #expect(try #require(record.initMs) > 0)
        try #require(record.invocations.count == 3)
        for sample in record.invocations {
            #expect(sample.traffic.getRequests == 1)
            #expect(sample.traffic.putRequests == 0)
            #expect(sample.traffic.bytesRead == 1_000)
            #expect(try #require(sample.peakResidentBytes) > 500_000)
            #expect(sample.throttledMs == nil)
        }
        #expect(record.billedColdMs == (record.initMs! + record.invocations[0].durationMs).rounded(.up))
    }

    @Test func `What was answered before a failure is kept`() async throws {
        let record = try await record("next; respond 1; next; respond 2; next; fail A.B reason; next", invocations: 9)
        #expect(record.invocations.count == 2)
        #expect(record.verdict.result == .functionError)
        #expect(record.verdict.message == "A.B: reason")
    }

    @Test func `A function that cannot start is told with the reason`() async throws {
        let record = try await record("exec /nowhere/library-missing")
        #expect(record.initMs == nil)
        #expect(record.verdict.result == .exited)
        #expect(try #require(record.verdict.message).contains("library-missing"))
    }

    @Test func `An answer that does not come is a time-out`() async throws {
        #expect(try await record("next; sleep 60", timeout: .milliseconds(300)).verdict.result == .timedOut)
    }

    @Test func `Invocations to warm up leave no sample`() async throws {
        let record = try await record(
            #"while next; do count=$((count+1)); respond "$count"; sleep 0.0$count; done"#,
            load: InvocationLoad(warmup: 3, warm: .count(2)))
        #expect(record.verdict == .ok && record.invocations.count == 3)
    }

    @Test func `A time in place of a number lasts that long`() async throws {
        let start = ContinuousClock.now
        let record = try await record(
            "while next; do respond 1; done", load: InvocationLoad(warm: .lasting(.milliseconds(300))))
        #expect(record.invocations.count > 1)
        #expect(ContinuousClock.now - start >= .milliseconds(300))
    }

    @Test func `When it is cancelled, what was measured until then is kept`() async throws {
        let (answers, continuation) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            try await record(
                "while next; do respond 1; done", load: InvocationLoad(warm: .lasting(.seconds(600)))
            ) { continuation.yield() }
        }
        var iterator = answers.makeAsyncIterator()
        for _ in 0..<3 { _ = await iterator.next() }
        running.cancel()
        let kept = try await running.value
        #expect(kept.verdict == .ok && kept.invocations.count >= 3)
    }

    @Test func `When it is cancelled before the first answer, there is nothing to keep`() async throws {
        let running = Task { try await record("next; sleep 600", load: .coldOnly, timeout: .seconds(600)) }
        try await Task.sleep(for: .milliseconds(300))
        running.cancel()
        await #expect(throws: (any Error).self) { try await running.value }
    }
}
