/// Whether and when a request that failed is sent again.
///
/// Pure: the time left and the random number are parameters. The numbers follow the standard retry mode of AWS's SDKs.
package struct RetryPolicy: Sendable, Equatable {
    /// How often a request may be sent in all; 1 for never again. At least 1.
    package let maxAttempts: Int

    package static let standard = RetryPolicy(validMaxAttempts: 3)

    /// For a failure of S3 or the network, which hits one of S3's many hosts: the next request may well meet another.
    /// AWS's SDK for JavaScript waits up to 100 ms before the second attempt, and so does this.
    static let baseDelay = Duration.milliseconds(100)
    /// When S3 asks for fewer requests, it means all of its hosts; it adds capacity to a busy prefix within minutes, not
    /// milliseconds. The same SDK waits up to 500 ms before the second attempt.
    static let throttlingBaseDelay = Duration.milliseconds(500)
    /// No wait is longer, not even one that S3 asks for. The cap of all AWS SDKs.
    package static let maxDelay = Duration.seconds(20)
    /// What has to be left of the time after the wait, for the request itself: S3's first byte takes 25 to 200 ms. With
    /// less, what S3 said is a better error than the timeout that would follow.
    static let timeForAttempt = Duration.milliseconds(100)

    /// Throws `invalidConfiguration` for less than one attempt.
    package init(maxAttempts: Int) throws(S3Error) {
        guard maxAttempts >= 1 else {
            throw S3Error(.invalidConfiguration, "a request needs at least one attempt, not \(maxAttempts)")
        }
        self.init(validMaxAttempts: maxAttempts)
    }

    private init(validMaxAttempts: Int) {
        maxAttempts = validMaxAttempts
    }

    /// Reads `AWS_MAX_ATTEMPTS`, then the profile's `max_attempts`; three without them.
    ///
    /// Throws `invalidConfiguration` for anything but a whole number above zero.
    package init(environment: Environment, profile: SharedProfile) throws(S3Error) {
        guard let text = environment["AWS_MAX_ATTEMPTS"] ?? profile["max_attempts"] else {
            self = .standard
            return
        }
        guard let maxAttempts = Int(text) else {
            throw S3Error(.invalidConfiguration, "the maximum of attempts is a whole number above zero, not \(text)")
        }
        try self.init(maxAttempts: maxAttempts)
    }

    /// How long to wait before the next attempt; nil to give up.
    ///
    /// Exponential back-off with equal jitter: half of a wait that doubles with every attempt is certain, and half is left
    /// to chance, so that many functions that failed together do not come back together.
    ///
    /// - Parameters:
    ///   - attempt: how many have failed, this one included; from 1.
    ///   - isThrottling: whether S3 asked for fewer requests.
    ///   - isStaleConnection: whether the connection broke before any byte of an answer, as ``S3Error/isStaleConnection``
    ///     says. Then S3 has done nothing wrong, and the second attempt follows at once.
    ///   - retryAfter: what S3 asked for; the wait is not shorter, unless that is above ``maxDelay``.
    ///   - timeLeft: until the deadline.
    ///   - random: evenly distributed in 0..<1.
    package func delay(
        afterAttempt attempt: Int, isThrottling: Bool, isStaleConnection: Bool = false, retryAfter: Duration?,
        timeLeft: Duration, random: Double
    ) -> Duration? {
        guard attempt < maxAttempts else { return nil }
        let delay = max(
            isStaleConnection && attempt == 1
                ? .zero : Self.backOff(attempt, from: isThrottling ? Self.throttlingBaseDelay : Self.baseDelay, random),
            min(retryAfter ?? .zero, Self.maxDelay))
        return delay + Self.timeForAttempt <= timeLeft ? delay : nil
    }

    /// The same for an error; nil for one that no second attempt can heal.
    package func delay(
        after error: S3Error, attempt: Int, timeLeft: Duration, random: Double
    ) -> Duration? {
        guard error.isTransient else { return nil }
        return delay(
            afterAttempt: attempt, isThrottling: error.code == .throttled, isStaleConnection: error.isStaleConnection,
            retryAfter: error.retryAfter, timeLeft: timeLeft, random: random)
    }

    private static func backOff(_ attempt: Int, from base: Duration, _ random: Double) -> Duration {
        // Both bases reach the cap within eight doublings.
        let ceiling = min(base * (1 << min(attempt - 1, 8)), maxDelay)
        return ceiling / 2 + ceiling / 2 * random
    }
}
