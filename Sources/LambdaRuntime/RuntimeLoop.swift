import NIOCore
import NIOHTTP1

/// What a runtime has to do next, decided from what happened. A value: it sends nothing itself.
///
/// The owner carries out each action and reports back what came of it, which gives the next action.
struct RuntimeLoop {
    enum Action: Sendable, Equatable {
        /// Send a request, then call ``received(_:)`` or ``lostConnection(_:)``.
        case send(RuntimeRequest)
        /// Run the handler, then call ``handled(_:)``.
        case handle(Invocation)
        /// The control plane is gone and nothing is left undone.
        case stop
        case fail(LambdaRuntimeError)
    }

    /// Something that went wrong for one invocation while the loop goes on: worth a line in the log.
    struct Note: Sendable, Equatable {
        let message: String
        let requestID: String
    }

    private enum State {
        /// To polling.
        case ready
        /// To handling, to answering (an event that cannot be handled), to polling (once, on another connection), to
        /// finished.
        case polling(retried: Bool)
        /// To answering.
        case handling(requestID: String)
        /// To polling, whatever becomes of the answer; to finished if the control plane says so.
        case answering(requestID: String)
        /// The end.
        case finished
    }

    /// Events of this many bytes or more may have been cut off.
    private let maximumEvent: Int
    private var state = State.ready
    private var hasPolled = false
    private var note: Note?

    init(maximumEvent: Int = Invocation.maximumEvent) {
        self.maximumEvent = maximumEvent
    }

    mutating func start() -> Action {
        poll(retried: false)
    }

    mutating func received(_ response: RuntimeResponse) -> Action {
        if response.status == .internalServerError {
            return fail(.serverError, "the Runtime API answered 500")
        }
        switch state {
        case .polling:
            guard response.status == .ok, let invocation = Invocation(response) else {
                return fail(.invalidResponse, "the Runtime API answered \(response.status.code) without an event")
            }
            hasPolled = true
            return accept(invocation)
        case .answering(let requestID):
            // The answer was refused: too large (413), or too late (400). An error in its place would be refused as well.
            if !(200..<300).contains(response.status.code) {
                let reason = String(buffer: response.body).split(separator: "\n").first ?? ""
                note = Note(
                    message: "the Runtime API refused the answer: \(response.status.code) \(reason)",
                    requestID: requestID)
            }
            return poll(retried: false)
        case .ready, .handling, .finished:
            preconditionFailure("no request was sent")
        }
    }

    /// The connection could not be made, or was closed before the answer.
    mutating func lostConnection(_ error: LambdaRuntimeError) -> Action {
        switch state {
        case .polling(let retried):
            // A connection may have died while the process was frozen; nothing is lost by asking again.
            if !retried { return poll(retried: true) }
            guard hasPolled else { return fail(error.code, error.message) }
            state = .finished
            return .stop
        case .answering(let requestID):
            // Whether the answer arrived is not known, so it must not be sent twice.
            note = Note(message: error.message, requestID: requestID)
            return poll(retried: false)
        case .ready, .handling, .finished:
            preconditionFailure("no request was sent")
        }
    }

    mutating func handled(_ result: Result<ByteBuffer, any Error>) -> Action {
        guard case .handling(let requestID) = state else { preconditionFailure("no handler was run") }
        state = .answering(requestID: requestID)
        return switch result {
        case .success(let body): .send(.response(requestID: requestID, body))
        case .failure(let error): .send(.error(requestID: requestID, FunctionError(reporting: error)))
        }
    }

    /// What there is to log since the last call.
    mutating func takeNote() -> Note? {
        defer { note = nil }
        return note
    }

    private mutating func accept(_ invocation: Invocation) -> Action {
        let requestID = invocation.context.requestID
        guard !invocation.isTruncated(at: maximumEvent) else {
            state = .answering(requestID: requestID)
            let message = "the event ends in the middle of its JSON: it was cut off at \(maximumEvent) bytes"
            return .send(
                .error(
                    requestID: requestID, FunctionError(errorType: "Runtime.PayloadTruncated", message: message)))
        }
        state = .handling(requestID: requestID)
        return .handle(invocation)
    }

    private mutating func poll(retried: Bool) -> Action {
        state = .polling(retried: retried)
        return .send(.next)
    }

    private mutating func fail(_ code: LambdaRuntimeError.Code, _ message: String) -> Action {
        state = .finished
        return .fail(LambdaRuntimeError(code: code, message: message))
    }
}
