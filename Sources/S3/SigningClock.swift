import FoundationEssentials
import Synchronization

/// The time that requests are signed with: this machine's, put right by what S3 answers. Shared by all copies of a client.
final class SigningClock: Sendable {
    private let now: @Sendable () -> Date
    private let skew = Mutex(ClockSkew())

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    var date: Date { corrected(now()) }

    /// What S3's clock shows when this machine's shows `date`.
    func corrected(_ date: Date) -> Date {
        date + skew.withLock { $0.offset }
    }

    /// Whether a request was refused for its date, so that it is worth signing again; see ``ClockSkew``.
    func isReason(of error: S3Error, hasBody: Bool, signed: Date) -> Bool {
        let date = now()
        return skew.withLock { $0.learn(from: error, hasBody: hasBody, signed: signed, at: date) }
    }
}
