import AsyncHTTPClient
import NIOCore
import Synchronization

/// What the fetching task, the reading task and the timer of one ``BodyReading`` share. None of them keeps the reading
/// itself alive.
final class BodyFlow: Sendable {
    private struct State {
        var slot = PieceSlot()
        /// When the wait for the next bytes began; nil while the fetched piece waits for its reader.
        var waitingSince: NIODeadline?
        var timer: Scheduled<Void>?
        /// The limit that was passed.
        var timeout: S3Error?
    }

    private let limits: BodyTimeLimits
    private let state = Mutex(State())

    init(limits: BodyTimeLimits) {
        self.limits = limits
    }

    /// Fetches the body to its end, or until nobody reads any more. Letting go of the HTTP client's iterator then cancels
    /// the request.
    func fetch(_ body: HTTPClientResponse.Body) async {
        var iterator = body.makeAsyncIterator()
        do {
            startWaiting()
            while let piece = try await iterator.next() {
                guard await put(piece) else { return }
                startWaiting()
            }
            // A sequence may simply end when its task is cancelled, which must not pass for the body's end.
            try Task.checkCancellation()
            finish(.success(nil))
        } catch {
            finish(.failure(state.withLock { $0.timeout } ?? S3Error(duringAnswer: error)))
        }
    }

    func take() async -> PieceSlot.Answer {
        await withCheckedContinuation { reader in
            let (answer, writer) = state.withLock { $0.slot.take(reader) }
            if let answer { reader.resume(returning: answer) }
            writer?.resume(returning: true)
        }
    }

    func abandon() {
        let (writer, timer) = state.withLock { ($0.slot.abandon(), $0.timer) }
        timer?.cancel()
        writer?.resume(returning: false)
    }

    /// Cancels `fetching` once a limit is passed.
    func watch(_ fetching: Task<Void, Never>, on eventLoop: any EventLoop) {
        let due = state.withLock { limits.nextCheck(waitingSince: $0.waitingSince, now: .now()) }
        let timer = eventLoop.scheduleTask(deadline: due) { self.check(fetching, on: eventLoop) }
        let isOver = state.withLock { state in
            state.timer = timer
            return state.slot.isOver
        }
        if isOver { timer.cancel() }
    }

    private func check(_ fetching: Task<Void, Never>, on eventLoop: any EventLoop) {
        let (isOver, timeout) = state.withLock { state in
            state.timeout = limits.exceeded(waitingSince: state.waitingSince, now: .now())
            return (state.slot.isOver, state.timeout)
        }
        if timeout != nil {
            fetching.cancel()
        } else if !isOver {
            watch(fetching, on: eventLoop)
        }
    }

    private func startWaiting() {
        guard limits.stallLimit != nil else { return }
        state.withLock { $0.waitingSince = .now() }
    }

    /// Returns, once the piece is on its way to the reader, whether to go on.
    private func put(_ piece: ByteBuffer) async -> Bool {
        await withCheckedContinuation { writer in
            let (goesOn, reader) = state.withLock { state in
                state.waitingSince = nil
                return state.slot.put(piece, writer)
            }
            reader?.resume(returning: .success(piece))
            if let goesOn { writer.resume(returning: goesOn) }
        }
    }

    private func finish(_ end: PieceSlot.Answer) {
        let (reader, timer) = state.withLock { ($0.slot.finish(end), $0.timer) }
        timer?.cancel()
        reader?.resume(returning: end)
    }
}
