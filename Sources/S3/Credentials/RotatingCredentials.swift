package import FoundationEssentials
package import SigV4
import Synchronization

/// Keeps temporary credentials, and gets new ones in time: in the background when the end is near, one request at a time
/// however many callers wait.
package final class RotatingCredentials: CredentialProvider {
    private let fetch: @Sendable () async throws(S3Error) -> AWSCredentials
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    private struct State {
        var rotation = CredentialRotation()
        var refresh: Task<Result<AWSCredentials, S3Error>, Never>?
    }

    /// - Parameters:
    ///   - now: This machine's clock.
    ///   - fetch: Gets new credentials.
    package init(
        now: @escaping @Sendable () -> Date = { Date() },
        fetch: @escaping @Sendable () async throws(S3Error) -> AWSCredentials
    ) {
        self.now = now
        self.fetch = fetch
    }

    package func credentials() async throws(S3Error) -> AWSCredentials {
        let refresh: Task<Result<AWSCredentials, S3Error>, Never>
        switch state.withLock({ decide(&$0) }) {
        case .kept(let credentials): return credentials
        case .refresh(let task): refresh = task
        }
        return try await refresh.value.get()
    }

    private enum Next {
        case kept(AWSCredentials)
        case refresh(Task<Result<AWSCredentials, S3Error>, Never>)
    }

    private func decide(_ state: inout State) -> Next {
        switch state.rotation.decide(at: now()) {
        case .use(let credentials): return .kept(credentials)
        case .useAndRefresh(let credentials):
            _ = refreshing(&state)
            return .kept(credentials)
        case .refresh: return .refresh(refreshing(&state))
        }
    }

    /// The request for new credentials that is on its way, or a new one. It is not its caller's: that may be cancelled, and
    /// others wait, too.
    private func refreshing(_ state: inout State) -> Task<Result<AWSCredentials, S3Error>, Never> {
        if let task = state.refresh { return task }
        let task = Task { [fetch, now] in
            let result = await Result { () async throws(S3Error) in try await fetch() }
            self.state.withLock { state in
                state.rotation.took(result, at: now())
                state.refresh = nil
            }
            return result
        }
        state.refresh = task
        return task
    }
}

/// When to get new credentials. A value: no clock, no requests.
struct CredentialRotation: Equatable {
    enum Decision: Equatable {
        case use(AWSCredentials)
        case useAndRefresh(AWSCredentials)
        case refresh
    }

    /// So long before their end, new ones are asked for; AWS's services have new ones at least five minutes before.
    static let earliness = 5.0 * 60
    /// So long before their end, credentials are not used any more: a request signed now may arrive then.
    static let margin = 10.0
    /// After a failure the next attempt waits for so long, while the old credentials are still good.
    static let pause = 30.0

    private var credentials: AWSCredentials?
    private var pausedUntil: Date?

    mutating func took(_ result: Result<AWSCredentials, S3Error>, at now: Date) {
        switch result {
        case .success(let new): (credentials, pausedUntil) = (new, nil)
        case .failure: pausedUntil = now + Self.pause
        }
    }

    func decide(at now: Date) -> Decision {
        guard let credentials else { return .refresh }
        guard let expiration = credentials.expiration else { return .use(credentials) }
        if now >= expiration - Self.margin { return .refresh }
        let isPaused = pausedUntil.map { now < $0 } ?? false
        return now >= expiration - Self.earliness && !isPaused ? .useAndRefresh(credentials) : .use(credentials)
    }
}

extension Result {
    fileprivate init(_ body: () async throws(Failure) -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
