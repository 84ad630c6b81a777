import NIOCore
import S3

/// How an order is carried out, as a task.
extension RangeReader {
    /// Fetches an order, with as many requests as it takes, and says that it has ended.
    func fetch(_ order: ReadState.Order) async {
        do throws(SourceError) {
            try await fetchAll(of: order)
        } catch {
            // Nobody may ever need what was a guess.
            if error.code == .sourceChanged || !withState({ $0.isGuess(order) }) {
                fail(deadline <= .now() && error.code == .s3(.timeout) ? .deadlineExceeded : error)
            }
        }
        withState { $0.end(order) }
        wakeReader()
    }

    /// With one request if all goes well; after a failure that need not last, with another for what is missing.
    private func fetchAll(of order: ReadState.Order) async throws(SourceError) {
        var failures = 0
        while let request = try withState({ state throws(SourceError) in try state.request(for: order, at: elapsed) }) {
            var received: Int64 = 0
            do throws(SourceError) {
                return try await receive(request, for: order, received: &received)
            } catch {
                failures = received > 0 ? 1 : failures + 1
                guard error.canBeTriedAgain, !withState({ $0.isGuess(order) }),
                    let delay = configuration.retries.delay(
                        afterAttempt: failures, isThrottling: error.code == .s3(.throttled),
                        isStaleConnection: error.isStaleConnection, retryAfter: error.retryAfter, timeLeft: timeLeft,
                        random: .random(in: 0..<1))
                else { throw error }
                do { try await Task.sleep(for: delay) } catch { throw .cancelled }
            }
        }
    }

    private var timeLeft: Duration {
        deadline == .distantFuture ? .seconds(1 << 30) : .nanoseconds((deadline - .now()).nanoseconds)
    }

    /// Makes one request, or two for the same bytes if the first is slow, and takes in what comes.
    ///
    /// - Parameter received: Body bytes that came, also when it fails.
    private func receive(
        _ request: ReadState.Request, for order: ReadState.Order, received: inout Int64
    ) async throws(SourceError) {
        let (response, request) = try await answer(to: request, for: order)
        do throws(SourceError) {
            let isOfUse = try withState { state throws(SourceError) in
                try state.accept(response, to: request.range, for: order)
            }
            wakeReader()
            if isOfUse { try await read(response, of: request, for: order, received: &received) }
            withState { $0.ended(request.number, at: elapsed, error: nil) }
        } catch {
            withState { $0.ended(request.number, at: elapsed, error: error.code) }
            throw error
        }
    }

    /// Reads the body to its end, or until nothing of the rest is of use: letting go of it cancels the request.
    private func read(
        _ response: SourceResponse, of request: ReadState.Request, for order: ReadState.Order, received: inout Int64
    ) async throws(SourceError) {
        do {
            for try await chunk in response.body {
                received += Int64(chunk.readableBytes)
                let goesOn = withState { $0.append(chunk, for: order, request: request.number) }
                wakeReader()
                if !goesOn, received < Int64(response.range.count) { return }
            }
        } catch {
            throw SourceError(reading: error)
        }
        guard received == Int64(response.range.count) else {
            throw SourceError(
                .s3(.connectionFailed), "the answer ended after \(received) of \(response.range.count) bytes",
                isTransient: true)
        }
    }

    // MARK: Waiting for the answer

    private enum Event: Sendable {
        case answer(Result<SourceResponse, SourceError>, to: ReadState.Request)
        /// The answer keeps waiting: time for a second request.
        case slow
        /// Nobody waits any longer.
        case tooSlow
    }

    /// The first answer of one or two requests for the same bytes, and the request that it is to. Cancels the other one.
    private func answer(
        to first: ReadState.Request, for order: ReadState.Order
    ) async throws(SourceError) -> (SourceResponse, ReadState.Request) {
        let outcome = await withTaskGroup(of: Event.self) { events in
            defer { events.cancelAll() }
            let (patience, longest) = (configuration.answerTimes?.patience, configuration.longestWait)
            if let patience, patience < longest { events.addTask { await Self.after(patience, .slow) } }
            events.addTask { await Self.after(longest, .tooSlow) }
            events.addTask { await self.send(first) }
            var unanswered = [first]
            for await event in events {
                switch event {
                case .answer(let answer, let request):
                    unanswered.removeAll { $0.number == request.number }
                    if case .failure = answer, !unanswered.isEmpty { continue }
                    noteGivenUp(unanswered)
                    return answer.map { ($0, request) }
                case .slow:
                    guard let second = hedge(first, for: order) else { continue }
                    unanswered.append(second)
                    events.addTask { await self.send(second) }
                case .tooSlow:
                    noteGivenUp(unanswered, error: .s3(.timeout))
                    return .failure(
                        SourceError(.s3(.timeout), "no answer within \(configuration.longestWait)", isTransient: true))
                }
            }
            return .failure(.cancelled)
        }
        return try outcome.get()
    }

    private func send(_ request: ReadState.Request) async -> Event {
        let started = ContinuousClock.now
        do throws(SourceError) {
            let response = try await source.fetch(request.range, ifMatch: request.eTag, deadline: deadline)
            configuration.answerTimes?.answered(after: .now - started)
            withState { $0.answered(request.number, at: elapsed) }
            return .answer(.success(response), to: request)
        } catch {
            withState { $0.ended(request.number, at: elapsed, error: error.code) }
            return .answer(.failure(error), to: request)
        }
    }

    private func hedge(_ request: ReadState.Request, for order: ReadState.Order) -> ReadState.Request? {
        guard configuration.answerTimes?.takeHedge() == true else { return nil }
        return withState { $0.hedge(request, for: order, at: elapsed) }
    }

    private func noteGivenUp(_ requests: [ReadState.Request], error: SourceError.Code? = nil) {
        withState { state in
            for request in requests { state.ended(request.number, at: elapsed, error: error) }
        }
    }

    private static func after(_ time: Duration, _ event: Event) async -> Event {
        try? await Task.sleep(for: time)
        return event
    }
}

extension SourceError {
    /// Reads what a body threw.
    fileprivate init(reading error: any Error) {
        switch error {
        case let error as SourceError: self = error
        case let error as S3Error: self.init(error)
        default: self.init(.s3(.connectionFailed), "\(error)", isTransient: true)
        }
    }
}
