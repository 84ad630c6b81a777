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

    package init(requests: Int, bytesFetched: Int64, bytesCached: Int) {
        self.requests = requests
        self.bytesFetched = bytesFetched
        self.bytesCached = bytesCached
    }
}
