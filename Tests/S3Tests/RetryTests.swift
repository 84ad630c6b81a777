import FoundationEssentials
import NIOCore
import NIOHTTP1
import S3
import Testing

@Suite("Requests that are sent again")
struct RetryTests {
    private let object = S3ObjectID(bucket: "videos", key: "a.mp4")

    @discardableResult
    private func put(_ client: S3Client, deadline: NIODeadline = .patient) async throws -> S3ObjectMetadata {
        try await client.putObject(
            object, body: ByteBuffer(string: "bytes"), contentType: "x/y", metadata: [:], deadline: deadline)
    }

    private func document(_ code: String) -> String { "<Error><Code>\(code)</Code></Error>" }

    @Test("A PUT that fails is sent again, body and all, with waits that grow")
    func put() async throws {
        let steps: [ScriptedServer.Step] = [
            .answer(.internalServerError), .answer(.serviceUnavailable, [:], document("SlowDown")),
            .answer(.ok, ["etag": "\"e\""]),
        ]
        try await withScript(steps) { server, client, waits in
            #expect(try await put(client).eTag == "e")
            #expect(server.requests.map(\.body) == Array(repeating: Array("bytes".utf8), count: 3))
            let waits = waits.all
            try #require(waits.count == 2)
            #expect((.milliseconds(50)...(.milliseconds(100))).contains(waits[0]))
            #expect((.milliseconds(500)...(.seconds(1))).contains(waits[1]))
        }
    }

    @Test("A HEAD is sent again, and after the last attempt S3's own error is thrown")
    func head() async throws {
        let steps: [ScriptedServer.Step] = Array(repeating: .answer(.badGateway), count: 5)
        try await withScript(steps, retryPolicy: try RetryPolicy(maxAttempts: 4)) { server, client, waits in
            let error = try await s3Error { _ = try await client.headObject(object, deadline: .patient) }
            #expect(error?.code == .serverError)
            #expect(error?.httpStatus == 502)
            #expect(server.requests.count == 4)
            #expect(waits.all.count == 3)
        }
    }

    @Test("A GET is never sent again by itself")
    func get() async throws {
        try await withScript([.answer(.serviceUnavailable), .answer(.ok)]) { server, client, _ in
            let error = try await s3Error {
                _ = try await client.getObject(object, range: nil, ifMatch: nil, deadline: .patient)
            }
            #expect(error?.code == .serverError)
            #expect(server.requests.count == 1)
        }
    }

    @Test("What time cannot heal is not tried again", arguments: ["ExpiredToken", "AccessDenied", "NoSuchBucket"])
    func permanent(code: String) async throws {
        try await withScript([.answer(.badRequest, [:], document(code)), .answer(.ok)]) { server, client, waits in
            let error = try await s3Error { try await put(client) }
            #expect(error?.isTransient == false)
            #expect(server.requests.count == 1)
            #expect(waits.all.isEmpty)
        }
    }

    @Test("Retry-After is waited for, as seconds and as a date")
    func retryAfter() async throws {
        let steps: [ScriptedServer.Step] = [
            .answer(.serviceUnavailable, ["retry-after": "3"]),
            .answer(
                .tooManyRequests,
                ["date": "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:44 GMT"]),
            .answer(.ok),
        ]
        try await withScript(steps) { _, client, waits in
            try await put(client)
            #expect(waits.all == [.seconds(3), .seconds(7)])
        }
    }

    @Test("When S3 asks for more time than there is, its error comes at once")
    func noTime() async throws {
        try await withScript([.answer(.serviceUnavailable, ["retry-after": "10"])]) { _, client, waits in
            let error = try await s3Error { try await put(client, deadline: .now() + .seconds(9)) }
            #expect(error?.code == .serverError)
            #expect(error?.retryAfter == .seconds(10))
            #expect(waits.all.isEmpty)
        }
    }

    @Test("A connection that died while it lay idle costs no wait")
    func staleConnection() async throws {
        try await withScript([.answer(.ok), .hangUp, .answer(.ok)]) { server, client, waits in
            try await put(client)
            try await put(client)
            #expect(server.requests.map(\.predecessors) == [0, 1, 0])
            #expect(waits.all.isEmpty)
        }
    }

    @Test("A server that always hangs up is waited for from the second time on")
    func hangUp() async throws {
        try await withScript([]) { server, client, waits in
            let error = try await s3Error { try await put(client) }
            #expect(error?.code == .connectionFailed)
            #expect(error?.isStaleConnection == true)
            #expect(server.requests.count == 3)
            #expect(waits.all.count == 1)
        }
    }

    @Test("A task that is cancelled while it waits for the next attempt is cancelled")
    func cancelled() async throws {
        let steps: [ScriptedServer.Step] = [.answer(.internalServerError, ["retry-after": "20"]), .answer(.ok)]
        try await withScript(steps, takingTime: true) { server, client, waits in
            let putting = Task { try await put(client) }
            while waits.all.isEmpty { await Task.yield() }
            putting.cancel()
            let error = try await s3Error { _ = try await putting.value }
            #expect(error?.code == .cancelled)
            #expect(server.requests.count == 1)
        }
    }
}
