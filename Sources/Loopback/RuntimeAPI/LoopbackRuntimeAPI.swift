package import FoundationEssentials
import NIOCore

/// Lambda's Runtime API (2018-06-01) on 127.0.0.1: what a function polls for events, and answers to.
///
/// Invocations queue until a function asks for the next one; several functions may ask. Nothing is enforced: neither
/// the deadline, which a function only gets to know, nor that a function that took an event answers it. Who invokes
/// watches the function's process and cancels.
package final class LoopbackRuntimeAPI: Sendable {
    /// The function could not be set up: it posted to `init/error`.
    package struct InitError: Error, Sendable, Equatable {
        /// From the `Lambda-Runtime-Function-Error-Type` header.
        package let type: String?
        package let body: [UInt8]
    }

    package struct Invocation: Sendable {
        package enum Outcome: Sendable, Equatable {
            case response([UInt8])
            /// `type` is from the `Lambda-Runtime-Function-Error-Type` header.
            case error(type: String?, body: [UInt8])
        }

        package let requestID: String
        package let outcome: Outcome
        /// When the event was handed to a function.
        package let sent: ContinuousClock.Instant
        /// When its answer was there in full.
        package let answered: ContinuousClock.Instant
    }

    package static let defaultFunctionARN = "arn:aws:lambda:us-east-1:123456789012:function:loopback"

    private let dispatcher: Dispatcher
    private let server: LoopbackServer

    private init(dispatcher: Dispatcher, server: LoopbackServer) {
        self.dispatcher = dispatcher
        self.server = server
    }

    /// Listens on any free port.
    package static func start() async throws -> LoopbackRuntimeAPI {
        let dispatcher = Dispatcher()
        let server = try await LoopbackServer.start { _ in RuntimeAPIHandler(dispatcher: dispatcher) }
        return LoopbackRuntimeAPI(dispatcher: dispatcher, server: server)
    }

    /// The value for `AWS_LAMBDA_RUNTIME_API`: `127.0.0.1:<port>`.
    package var address: String { "127.0.0.1:\(server.port)" }

    /// How many TCP connections there have been.
    package var connections: Int { server.connections.count }

    /// Waits until a function first asks for an event, and says when it did: its set-up was over then.
    ///
    /// Throws ``InitError`` when it posted to `init/error` instead, and CancellationError when the task is cancelled.
    package func firstNext() async throws -> ContinuousClock.Instant {
        try await dispatcher.firstNext.value()
    }

    /// Sends an event to a function and waits for its answer.
    ///
    /// Throws ``InitError`` when no function could be set up, and CancellationError when the task is cancelled or the
    /// server shuts down; an event still queued is then withdrawn.
    package func invoke(
        _ payload: [UInt8], requestID: String? = nil, deadline: Date, functionARN: String = defaultFunctionARN,
        traceID: String? = nil
    ) async throws -> Invocation {
        let event = PendingEvent(
            requestID: requestID ?? UUID().uuidString.lowercased(), payload: ByteBuffer(bytes: payload),
            deadline: deadline, functionARN: functionARN, traceID: traceID)
        defer { dispatcher.forget(event) }
        dispatcher.enqueue(event)
        return try await event.answer.value()
    }

    /// Closes the connections open now, as they are after a freeze; the port stays open and nothing is forgotten.
    package func closeConnections() async { await server.connections.close() }

    /// Closes all connections and the port; waiting invocations throw CancellationError.
    package func shutdown() async throws {
        dispatcher.close()
        try await server.shutdown()
    }
}
