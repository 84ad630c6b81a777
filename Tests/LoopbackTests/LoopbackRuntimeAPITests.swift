import Foundation
import Loopback
import NIOCore
import NIOHTTP1
import Testing

@Suite(.timeLimit(.minutes(15))) struct LoopbackRuntimeAPITests {
    private let runtime = "/2018-06-01/runtime"

    private func withAPI(_ body: (LoopbackRuntimeAPI) async throws -> Void) async throws {
        let api = try await LoopbackRuntimeAPI.start()
        do {
            try await body(api)
        } catch {
            try await api.shutdown()
            throw error
        }
        try await api.shutdown()
    }

    @Test func `an event is handed out with Lambda's headers, and its answer comes back`() async throws {
        try await withAPI { api in
            async let invocation = api.invoke(
                Array("{}".utf8), requestID: "id-1", deadline: Date(timeIntervalSince1970: 1_542_409_706.888),
                functionARN: "arn:f", traceID: "Root=1")
            try await TestConnection.open(to: api.address) { function in
                let event = try await function.send(.GET, runtime + "/invocation/next")
                #expect(event.status == 200)
                #expect(String(buffer: event.body) == "{}")
                #expect(event.headers["Lambda-Runtime-Aws-Request-Id"] == ["id-1"])
                #expect(event.headers["Lambda-Runtime-Deadline-Ms"] == ["1542409706888"])
                #expect(event.headers["Lambda-Runtime-Invoked-Function-Arn"] == ["arn:f"])
                #expect(event.headers["Lambda-Runtime-Trace-Id"] == ["Root=1"])
                let answer = try await function.send(.POST, runtime + "/invocation/id-1/response", body: [1, 2])
                #expect(answer.status == 202)
                #expect(String(buffer: answer.body) == #"{"status":"OK"}"#)
            }
            #expect(try await invocation.outcome == .response([1, 2]))
            #expect(try await invocation.requestID == "id-1")
        }
    }

    @Test func `an error comes back with its type`() async throws {
        try await withAPI { api in
            async let invocation = api.invoke([], requestID: "id-1", deadline: .distantFuture)
            try await TestConnection.open(to: api.address) { function in
                _ = try await function.send(.GET, runtime + "/invocation/next")
                let answer = try await function.send(
                    .POST, runtime + "/invocation/id-1/error",
                    headers: ["Lambda-Runtime-Function-Error-Type": "Thumbnail.NotVideo"], body: [1])
                #expect(answer.status == 202)
            }
            #expect(try await invocation.outcome == .error(type: "Thumbnail.NotVideo", body: [1]))
        }
    }

    @Test func `two functions share the events, and a poll waits for one`() async throws {
        try await withAPI { api in
            try await TestConnection.open(to: api.address) { first in
                try await first.write(.GET, runtime + "/invocation/next")
                _ = try await api.firstNext()
                try await TestConnection.open(to: api.address) { second in
                    async let one = api.invoke([1], requestID: "1", deadline: .distantFuture)
                    let event = try await first.read()
                    #expect(Array(event.body.readableBytesView) == [1])

                    async let two = api.invoke([2], requestID: "2", deadline: .distantFuture)
                    let other = try await second.send(.GET, runtime + "/invocation/next")
                    #expect(Array(other.body.readableBytesView) == [2])

                    _ = try await second.send(.POST, runtime + "/invocation/2/response", body: [20])
                    _ = try await first.send(.POST, runtime + "/invocation/1/response", body: [10])
                    #expect(try await one.outcome == .response([10]))
                    #expect(try await two.outcome == .response([20]))
                }
            }
        }
    }

    @Test func `an event goes to the next function when the one that waited is gone`() async throws {
        try await withAPI { api in
            try await TestConnection.open(to: api.address) { function in
                try await function.write(.GET, runtime + "/invocation/next")
                _ = try await api.firstNext()
            }
            async let invocation = api.invoke([1], requestID: "1", deadline: .distantFuture)
            try await TestConnection.open(to: api.address) { function in
                let event = try await function.send(.GET, runtime + "/invocation/next")
                #expect(Array(event.body.readableBytesView) == [1])
                _ = try await function.send(.POST, runtime + "/invocation/1/response", body: [])
            }
            #expect(try await invocation.outcome == .response([]))
        }
    }

    @Test func `a failed set-up ends the waiting`() async throws {
        try await withAPI { api in
            let invocation = Task { try await api.invoke([1], deadline: .distantFuture) }
            let ready = Task { try await api.firstNext() }
            let answer = try await TestConnection.open(to: api.address) { function in
                try await function.send(
                    .POST, runtime + "/init/error",
                    headers: ["Lambda-Runtime-Function-Error-Type": "Thumbnail.Settings"],
                    body: [7])
            }
            #expect(answer.status == 202)
            let failure = await #expect(throws: LoopbackRuntimeAPI.InitError.self) { try await ready.value }
            #expect(failure?.type == "Thumbnail.Settings")
            #expect(failure?.body == [7])
            await #expect(throws: LoopbackRuntimeAPI.InitError.self) { try await invocation.value }
            await #expect(throws: LoopbackRuntimeAPI.InitError.self) {
                try await api.invoke([2], deadline: .distantFuture)
            }
        }
    }

    @Test func `a cancelled invocation is withdrawn`() async throws {
        try await withAPI { api in
            let cancelled = Task { try await api.invoke([1], requestID: "1", deadline: .distantFuture) }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }

            async let invocation = api.invoke([2], requestID: "2", deadline: .distantFuture)
            try await TestConnection.open(to: api.address) { function in
                let event = try await function.send(.GET, runtime + "/invocation/next")
                #expect(Array(event.body.readableBytesView) == [2])
                _ = try await function.send(.POST, runtime + "/invocation/2/response", body: [])
            }
            _ = try await invocation
        }
    }

    @Test func `waiting for a function can be cancelled, and ends with the server`() async throws {
        let api = try await LoopbackRuntimeAPI.start()
        let cancelled = Task { try await api.firstNext() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }

        let ready = Task { try await api.firstNext() }
        let invocation = Task { try await api.invoke([], deadline: .distantFuture) }
        try await api.shutdown()
        await #expect(throws: CancellationError.self) { try await ready.value }
        await #expect(throws: CancellationError.self) { try await invocation.value }
    }

    @Test func `answers that Lambda refuses are refused`() async throws {
        try await withAPI { api in
            async let invocation = api.invoke([], requestID: "1", deadline: .distantFuture)
            try await TestConnection.open(to: api.address) { function in
                let unknown = try await function.send(.POST, runtime + "/invocation/9/response", body: [])
                #expect(unknown.status == 400)
                #expect(String(buffer: unknown.body).contains("InvalidRequestID"))
                let elsewhere = try await function.send(.GET, "/2018-06-01/nothing")
                #expect(elsewhere.status == 404)

                _ = try await function.send(.GET, runtime + "/invocation/next")
                let tooLarge = [UInt8](repeating: 0, count: 6 * 1024 * 1024 + 101)
                let answer = try await function.send(.POST, runtime + "/invocation/1/response", body: tooLarge)
                #expect(answer.status == 413)
                // It counts as the answer: there is no second one.
                let again = try await function.send(.POST, runtime + "/invocation/1/error", body: [])
                #expect(again.status == 400)
            }
            #expect(try await invocation.outcome == .error(type: "Function.ResponseSizeTooLarge", body: []))
        }
    }
}
