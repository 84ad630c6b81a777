import Logging
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import LambdaRuntime

/// The loop with a client that follows a script.
@Suite struct RunTests {
    private struct SetUpFailed: Error {}

    @Test func `events are answered until the control plane is gone`() async throws {
        let client = ScriptedClient([.event("1", "a"), .accepted, .event("2", "b"), .accepted, nil, nil])
        try await run(client) { event, context in
            ByteBuffer(string: "\(String(buffer: event)) for \(context.requestID)")
        }
        #expect(
            client.requests == [
                .next, .response(requestID: "1", ByteBuffer(string: "a for 1")),
                .next, .response(requestID: "2", ByteBuffer(string: "b for 2")),
                .next, .next,
            ])
    }

    @Test func `a handler that throws does not end the loop`() async throws {
        let failure = FunctionError(errorType: "Thumbnail.NotVideo", message: "text/plain")
        let client = ScriptedClient([.event("1", "bad"), .accepted, .event("2", "good"), .accepted, nil, nil])
        try await run(client) { event, _ in
            if event == ByteBuffer(string: "bad") { throw failure }
            return event
        }
        #expect(
            client.requests == [
                .next, .error(requestID: "1", failure), .next, .response(requestID: "2", ByteBuffer(string: "good")),
                .next, .next,
            ])
    }

    @Test func `a failed set-up is posted and thrown, and no event is asked for`() async {
        let client = ScriptedClient([.accepted])
        await #expect(throws: SetUpFailed.self) {
            try await LambdaRuntime.run(client: client, logger: .silent) { throw SetUpFailed() }
        }
        let failure = FunctionError(errorType: "Runtime.UnhandledError", message: "SetUpFailed()")
        #expect(client.requests == [.initError(failure)])
    }

    @Test func `the error of a failed set-up is thrown even if it cannot be posted`() async {
        let client = ScriptedClient([nil])
        await #expect(throws: SetUpFailed.self) {
            try await LambdaRuntime.run(client: client, logger: .silent) { throw SetUpFailed() }
        }
    }

    @Test func `a 500 is thrown`() async {
        let client = ScriptedClient([.event("1", "a"), .refused(500)])
        let error = await #expect(throws: LambdaRuntimeError.self) { try await run(client) { event, _ in event } }
        #expect(error?.code == .serverError)
    }

    @Test func `a task cancelled during an event still answers it, and asks for no other`() async throws {
        let client = ScriptedClient([.event("1", "a"), .accepted])
        let entered = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await run(client) { event, _ in
                entered.continuation.finish()
                // Ends when the task is cancelled.
                try? await Task.sleep(for: .seconds(3600))
                return event
            }
        }
        for await _ in entered.stream {}
        task.cancel()
        try await task.value
        #expect(client.requests == [.next, .response(requestID: "1", ByteBuffer(string: "a"))])
    }

    private func run(_ client: ScriptedClient, handler: @escaping LambdaRuntime.Handler) async throws {
        try await LambdaRuntime.run(client: client, logger: .silent) { handler }
    }
}

/// Answers from a list, where nil is a lost connection, and keeps the requests.
private final class ScriptedClient: RuntimeClient, Sendable {
    private struct State {
        var answers: [RuntimeResponse?]
        var requests: [RuntimeRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [RuntimeResponse?]) {
        state = Mutex(State(answers: answers))
    }

    var requests: [RuntimeRequest] { state.withLock { $0.requests } }

    func send(_ request: RuntimeRequest) async throws -> RuntimeResponse {
        let answer = state.withLock { state -> RuntimeResponse? in
            state.requests.append(request)
            // Beyond its end the script says: gone.
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw LambdaRuntimeError(code: .connectionLost, message: "scripted") }
        return answer
    }
}

extension RuntimeResponse {
    fileprivate static func event(_ requestID: String, _ body: String) -> RuntimeResponse {
        event(requestID, ByteBuffer(string: body))
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
