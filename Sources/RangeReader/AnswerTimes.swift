import Synchronization

/// How long a source took to answer, and so how long one has to wait before a second request beside the first is worth it.
///
/// To be shared by the readers of one source's objects, as long as the process lives.
package final class AnswerTimes: Sendable {
    private let hedging: Mutex<Hedging>

    package init(_ hedging: Hedging = Hedging()) { self.hedging = Mutex(hedging) }

    /// How long to wait for an answer before ``takeHedge()``.
    var patience: Duration { hedging.withLock { $0.patience } }

    func answered(after time: Duration) { hedging.withLock { $0.answered(after: time) } }

    /// Whether a second request may be sent. Counts it.
    func takeHedge() -> Bool { hedging.withLock { $0.takeHedge() } }
}

/// Decides when a second request is sent beside one whose answer keeps waiting, and how many such there may be.
package struct Hedging: Sendable {
    /// A process that has measured nothing yet waits so long: many times S3's usual 25 ms. Reckoned, not measured on S3.
    package static let patienceAtFirst = Duration.milliseconds(500)
    /// Sooner than this it is not worth it, however fast answers were.
    package static let leastPatience = Duration.milliseconds(50)
    /// How many answers make a quantile, and are remembered.
    static let needed = 20
    static let remembered = 100
    /// Of the answers remembered, the time within which so many came, times the factor.
    static let quantile = 0.95
    static let factor = 2
    /// How many may be sent at once, and how many requests earn another: at most 1 in 20 in the long run.
    static let most = 2.0
    static let earned = 0.05

    private var times: [Duration] = []
    private var next = 0
    private var hedges = most

    package init() {}

    package var patience: Duration {
        guard times.count >= Self.needed else { return Self.patienceAtFirst }
        let sorted = times.sorted()
        return max(sorted[Int(Double(sorted.count) * Self.quantile)] * Self.factor, Self.leastPatience)
    }

    package mutating func answered(after time: Duration) {
        if times.count < Self.remembered { times.append(time) } else { times[next] = time }
        next = (next + 1) % Self.remembered
        hedges = min(hedges + Self.earned, Self.most)
    }

    package mutating func takeHedge() -> Bool {
        guard hedges >= 1 else { return false }
        hedges -= 1
        return true
    }
}
