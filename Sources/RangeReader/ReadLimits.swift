/// Bounds on what one thumbnail may cost; beyond them reading fails with ``SourceError/Code/readLimitExceeded``.
package struct ReadLimits: Sendable {
    /// Range requests.
    package var requests: Int
    /// Body bytes fetched.
    package var bytesFetched: Int64
    /// Body bytes held in memory at a time.
    package var bytesCached: Int

    /// A three-hour recording's index is 12 MB, so a whole day's fits; nothing that is worth a thumbnail needs more.
    package static let standard = ReadLimits(requests: 200, bytesFetched: 256 << 20, bytesCached: 32 << 20)

    /// For a process that may use so much memory in all, in MB.
    ///
    /// An eighth of it may hold fetched bytes: libraries, stacks and decoder of a 1080p video take some 70 MB of the
    /// smallest function's 128, and reading a long index with libavformat takes three times its size beside it.
    package init(memory: Int) {
        self = .standard
        bytesCached = min(max(memory / 8, 8), 32) << 20
        bytesFetched = min(max(Int64(memory), 128), 256) << 20
    }

    package init(requests: Int, bytesFetched: Int64, bytesCached: Int) {
        self.requests = requests
        self.bytesFetched = bytesFetched
        self.bytesCached = bytesCached
    }
}
