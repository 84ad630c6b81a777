import FoundationEssentials

/// How far S3's clock is from this machine's, as its answers show.
///
/// Pure: all dates are parameters.
struct ClockSkew: Sendable, Equatable {
    /// In seconds; positive when S3 is ahead.
    private(set) var offset: TimeInterval = 0

    /// In seconds. S3 accepts a signature that is up to 15 minutes off, and AWS's SDKs correct from 5 minutes on: less
    /// may be the time that the answer took.
    static let tolerance: TimeInterval = 300

    /// Takes a refused request's answer into account.
    ///
    /// - Parameters:
    ///   - error: what S3 answered.
    ///   - hasBody: whether the answer could say why. One to HEAD cannot, so that its `Date` has to.
    ///   - signed: the date of the request's signature.
    ///   - date: this machine's, when the answer came.
    /// - Returns: whether time was the reason, so that a fresh signature may be accepted. It may be even where the offset
    ///   was right: when the function was frozen between signing and sending.
    mutating func learn(from error: S3Error, hasBody: Bool, signed: Date, at date: Date) -> Bool {
        let isReason =
            if error.code == .clockSkew {
                true
            } else if error.httpStatus == 403, !hasBody, let serverDate = error.serverDate {
                abs(serverDate.timeIntervalSince(signed)) > Self.tolerance
            } else {
                false
            }
        if isReason, let serverDate = error.serverDate {
            let offset = serverDate.timeIntervalSince(date)
            if abs(offset - self.offset) > Self.tolerance { self.offset = offset }
        }
        return isReason
    }
}
