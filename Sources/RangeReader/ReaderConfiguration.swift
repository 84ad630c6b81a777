package import S3

/// How a ``RangeReader`` reads.
package struct ReaderConfiguration: Sendable {
    package var windows = PrefetchWindows()
    package var limits = ReadLimits.standard
    /// When a request that failed is sent again, for what is missing. Attempts are counted anew when bytes have come.
    package var retries = RetryPolicy.standard
    /// Remembers how long the source takes to answer, beyond one reader; nil to send no request twice at a time.
    package var answerTimes: AnswerTimes?
    /// A request that is not answered by then has failed. Reckoned: long for any answer, and short beside a time-out.
    package var longestWait = Duration.seconds(5)

    package init() {}
}
