import FoundationEssentials
import Logging
import Loopback
import NIOCore
import NIOHTTP1
import Testing

@testable import LambdaRuntime

/// The loop over a socket, against a Runtime API that stands in for Lambda's.
@Suite(.timeLimit(.minutes(15))) struct LoopbackRunTests {
    private struct SetUpFailed: Error {}

    /// Runs a function beside `body` and cancels it afterwards.
    private func withFunction(
        _ handler: @escaping LambdaRuntime.Handler, body: (LoopbackRuntimeAPI) async throws -> Void
    ) async throws {
        let api = try await LoopbackRuntimeAPI.start()
        let function = Task {
            try await LambdaRuntime.run(environment: ["AWS_LAMBDA_RUNTIME_API": api.address], logger: .silent) {
                handler
            }
        }
        do {
            try await body(api)
        } catch {
            function.cancel()
            try await api.shutdown()
            throw error
        }
        function.cancel()
        // Cancelled while it waits for an event, it returns without an error.
        try await function.value
        try await api.shutdown()
    }

    @Test func `an event comes with its context and its answer goes back`() async throws {
        let deadline = Date(timeIntervalSince1970: 4_000_000_000.125)
        try await withFunction { event, context in
            #expect(context.deadline == deadline)
            #expect(context.traceID == "Root=1-5759e988")
            #expect(context.invokedFunctionARN == "arn:aws:lambda:eu-central-1:1:function:f")
            return ByteBuffer(string: context.requestID + " " + String(buffer: event))
        } body: { api in
            let invocation = try await api.invoke(
                Array(#"{"a":1}"#.utf8), requestID: "id-7", deadline: deadline,
                functionARN: "arn:aws:lambda:eu-central-1:1:function:f", traceID: "Root=1-5759e988")
            #expect(invocation.requestID == "id-7")
            #expect(invocation.outcome == .response(Array(#"id-7 {"a":1}"#.utf8)))
            #expect(invocation.sent < invocation.answered)
        }
    }

    @Test func `an error is answered with its type, and the next event is handled`() async throws {
        try await withFunction { event, _ in
            if event.readableBytes == 0 { throw FunctionError(errorType: "Thumbnail.EmptyObject", message: "0 bytes") }
            return event
        } body: { api in
            let failed = try await api.invoke([], deadline: .distantFuture)
            let report = #"{"errorMessage":"0 bytes","errorType":"Thumbnail.EmptyObject","stackTrace":[]}"#
            #expect(failed.outcome == .error(type: "Thumbnail.EmptyObject", body: Array(report.utf8)))
            let good = try await api.invoke([1], deadline: .distantFuture)
            #expect(good.outcome == .response([1]))
        }
    }

    @Test func `an answer over the limit is refused, and the next event is handled`() async throws {
        try await withFunction { event, _ in
            ByteBuffer(repeating: 0x20, count: event.readableBytes == 1 ? 6 * 1024 * 1024 + 101 : 6 * 1024 * 1024 + 100)
        } body: { api in
            let refused = try await api.invoke([1], deadline: .distantFuture)
            #expect(refused.outcome == .error(type: "Function.ResponseSizeTooLarge", body: []))
            guard case .response(let body) = try await api.invoke([1, 2], deadline: .distantFuture).outcome else {
                Issue.record("an answer at the limit was refused")
                return
            }
            #expect(body.count == 6 * 1024 * 1024 + 100)
        }
    }

    @Test func `an event that was cut off does not reach the handler`() async throws {
        try await withFunction { _, _ in
            Issue.record("the handler ran")
            return ByteBuffer()
        } body: { api in
            let event = Array(#"{"a":""#.utf8) + Array(repeating: 0x20, count: 6 * 1024 * 1024 + 100 - 6)
            guard case .error(let type, let body) = try await api.invoke(event, deadline: .distantFuture).outcome else {
                Issue.record("no error was answered")
                return
            }
            #expect(type == "Runtime.PayloadTruncated")
            #expect(String(decoding: body, as: UTF8.self).contains("6291556 bytes"))
        }
    }

    @Test func `all requests share one connection, which is made again when it is lost`() async throws {
        let api = try await LoopbackRuntimeAPI.start()
        let function = Task {
            try await LambdaRuntime.run(environment: ["AWS_LAMBDA_RUNTIME_API": api.address], logger: .silent) {
                { event, _ in event }
            }
        }
        for byte in UInt8(0)..<3 {
            #expect(try await api.invoke([byte], deadline: .distantFuture).outcome == .response([byte]))
        }
        #expect(api.connections == 1)

        // As after a freeze: the socket of the poll is dead, the Runtime API is not.
        await api.closeConnections()
        #expect(try await api.invoke([3], deadline: .distantFuture).outcome == .response([3]))
        #expect(api.connections == 2)

        // And when all is gone, the function ends.
        try await api.shutdown()
        try await function.value
    }

    @Test func `a failed set-up is posted`() async throws {
        let api = try await LoopbackRuntimeAPI.start()
        await #expect(throws: SetUpFailed.self) {
            try await LambdaRuntime.run(environment: ["AWS_LAMBDA_RUNTIME_API": api.address], logger: .silent) {
                throw SetUpFailed()
            }
        }
        let error = await #expect(throws: LoopbackRuntimeAPI.InitError.self) { try await api.firstNext() }
        #expect(error?.type == "Runtime.UnhandledError")
        try await api.shutdown()
    }

    @Test func `without a Runtime API there is a clear error`() async throws {
        let api = try await LoopbackRuntimeAPI.start()
        try await api.shutdown()
        let cases: [([String: String], LambdaRuntimeError.Code)] = [
            ([:], .missingRuntimeAPI), (["AWS_LAMBDA_RUNTIME_API": "nonsense"], .missingRuntimeAPI),
            (["AWS_LAMBDA_RUNTIME_API": ":9001"], .missingRuntimeAPI),
            // Nobody listens there any more.
            (["AWS_LAMBDA_RUNTIME_API": api.address], .connectionLost),
        ]
        for (environment, code) in cases {
            let error = await #expect(throws: LambdaRuntimeError.self) {
                try await LambdaRuntime.run(environment: environment, logger: .silent) { { event, _ in event } }
            }
            #expect(error?.code == code)
        }
    }
}
