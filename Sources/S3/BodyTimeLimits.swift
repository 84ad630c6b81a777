import NIOCore

/// How long a body may take. Pure: the time is a parameter.
struct BodyTimeLimits: Sendable, Equatable {
    let deadline: NIODeadline
    /// How long the next bytes may take once they are waited for; nil for no such limit.
    let stallLimit: TimeAmount?

    /// When to look next.
    ///
    /// - Parameter waitingSince: when the wait for the next bytes began; nil while nobody reads.
    func nextCheck(waitingSince: NIODeadline?, now: NIODeadline) -> NIODeadline {
        guard let stallLimit else { return deadline }
        return min(deadline, (waitingSince ?? now) + stallLimit)
    }

    /// Which limit was passed; nil if none was.
    func exceeded(waitingSince: NIODeadline?, now: NIODeadline) -> S3Error? {
        if deadline <= now {
            return S3Error(.timeout, "the deadline passed in the middle of the body")
        }
        if let stallLimit, let waitingSince, waitingSince + stallLimit <= now {
            return S3Error(.timeout, "no byte for \(Double(stallLimit.nanoseconds) / 1e9) s")
        }
        return nil
    }
}
