import NIOCore
import Synchronization

/// Brings events and functions together, in the order both came.
final class Dispatcher: Sendable {
    /// Lambda's and the emulator's limit for an answer, in bytes.
    static let maximumAnswer = 6 * 1024 * 1024 + 100

    /// A function waiting for its next event.
    typealias Poll = EventLoopPromise<PendingEvent>

    enum Acceptance: Sendable, Equatable { case accepted, unknownRequest, tooLarge }

    private struct Delivered {
        let event: PendingEvent
        let sent: ContinuousClock.Instant
    }

    private struct State {
        var queue: [PendingEvent] = []
        var polls: [(id: Int, promise: Poll)] = []
        var nextPoll = 0
        var delivered: [String: Delivered] = [:]
        var closing: (any Error)?
    }

    /// When the first function was ready, or that it could not be.
    let firstNext = Latch<ContinuousClock.Instant>()
    private let state = Mutex(State())

    /// The next event for a function, now or later; the identifier is for ``withdraw(_:)``.
    func poll(_ promise: Poll) -> Int {
        firstNext.resolve(.success(.now))
        let (id, event) = state.withLock { state -> (Int, PendingEvent?) in
            state.nextPoll += 1
            guard state.queue.isEmpty else { return (state.nextPoll, state.queue.removeFirst()) }
            state.polls.append((state.nextPoll, promise))
            return (state.nextPoll, nil)
        }
        if let event { promise.succeed(event) }
        return id
    }

    /// The function went away. An event it was just given is its loss only if it was written: see ``putBack(_:)``.
    func withdraw(_ id: Int) {
        let poll = state.withLock { state in
            state.polls.firstIndex { $0.id == id }.map { state.polls.remove(at: $0) }
        }
        poll?.promise.fail(ChannelError.ioOnClosedChannel)
    }

    func enqueue(_ event: PendingEvent) {
        hand(event) { $0.queue.append(event) }
    }

    /// The event could not be written to the function that was waiting for one: the next function gets it.
    func putBack(_ event: PendingEvent) {
        hand(event) { $0.queue.insert(event, at: 0) }
    }

    private func hand(_ event: PendingEvent, orQueue queue: (inout State) -> Void) {
        enum Step { case give(Poll), fail(any Error), wait }
        let step = state.withLock { state -> Step in
            if let error = state.closing { return .fail(error) }
            guard state.polls.isEmpty else { return .give(state.polls.removeFirst().promise) }
            queue(&state)
            return .wait
        }
        switch step {
        case .give(let poll): poll.succeed(event)
        case .fail(let error): event.answer.resolve(.failure(error))
        case .wait: break
        }
    }

    /// The event goes out to a function now.
    func deliver(_ event: PendingEvent) {
        state.withLock { $0.delivered[event.requestID] = Delivered(event: event, sent: .now) }
    }

    func answer(
        _ requestID: String, _ outcome: LoopbackRuntimeAPI.Invocation.Outcome
    ) -> Acceptance {
        guard let delivered = state.withLock({ $0.delivered.removeValue(forKey: requestID) }) else {
            return .unknownRequest
        }
        var outcome = outcome
        var acceptance = Acceptance.accepted
        if case .response(let body) = outcome, body.count > Self.maximumAnswer {
            outcome = .error(type: "Function.ResponseSizeTooLarge", body: [])
            acceptance = .tooLarge
        }
        delivered.event.answer.resolve(
            .success(
                LoopbackRuntimeAPI.Invocation(
                    requestID: requestID, outcome: outcome, sent: delivered.sent, answered: .now)))
        return acceptance
    }

    /// Nobody waits for the answer to this event any more.
    func forget(_ event: PendingEvent) {
        state.withLock { state in
            state.queue.removeAll { $0.requestID == event.requestID }
            state.delivered[event.requestID] = nil
        }
    }

    /// A function failed before it asked for any event. If it was the first, nobody gets an answer from here on.
    func failInit(_ error: LoopbackRuntimeAPI.InitError) {
        if firstNext.resolve(.failure(error)) { end(error) }
    }

    func close() {
        firstNext.resolve(.failure(CancellationError()))
        end(CancellationError())
    }

    private func end(_ error: any Error) {
        let waiting = state.withLock { state in
            state.closing = error
            defer { state.queue = [] }
            return state.queue + state.delivered.values.map(\.event)
        }
        for event in waiting { event.answer.resolve(.failure(error)) }
    }
}
