/// All that a comparison measured, for people (`text`) and for programs (JSON, and `csv`).
struct ComparisonReport: Sendable, Encodable {
    struct Input: Sendable, Encodable {
        let path: String
        let bytes: Int64
        /// The moment of the thumbnail.
        let seconds: Int
        /// Ours is the first.
        let peers: [PeerRecord]
        /// In the order of `peers`.
        let figures: [PeerFigures]
        /// In the order of `peers`; the first is ours through ours.
        let ratios: [PeerRatios]

        init(path: String, bytes: Int64, seconds: Int, peers: [PeerRecord]) {
            self.path = path
            self.bytes = bytes
            self.seconds = seconds
            self.peers = peers
            figures = peers.map { PeerFigures($0.successes) }
            ratios = peers.map { PeerRatios(ours: peers.first?.successes ?? [], peer: $0.successes) }
        }
    }

    /// ISO 8601.
    var date: String
    var host: Host
    var firstByteDelayMs: Double
    /// Of each connection; nil without a limit.
    var bytesPerSecond: Int?
    /// Not counting the one that warms up.
    var rounds: Int
    /// Of the thumbnails, in pixels.
    var width: Int
    /// Names of peers that were not there to be compared.
    var notInstalled: [String]
    var inputs: [Input]

    /// Whether ours made every thumbnail. That others did not is a result, too.
    var isSuccess: Bool { inputs.allSatisfy { $0.peers.first?.verdict == "ok" } }
}
