/// All that was measured of one peer and one video.
struct PeerRecord: Sendable, Encodable {
    let name: String
    let version: String
    /// The command line, with URL and FILE.jpg in place of what changes from machine to machine.
    let command: [String]
    /// One for each round; none when the peer failed in the warm-up round.
    var samples: [PeerSample] = []
    /// Why the peer was left out after the warm-up round.
    private(set) var failure: String?

    init(_ peer: InstalledPeer, command: [String]) {
        name = peer.peer.name
        version = peer.version
        self.command = command
    }

    var isGivenUp: Bool { failure != nil }

    mutating func giveUp(_ failure: String) { self.failure = failure }

    /// Those that ended with a thumbnail.
    var successes: [PeerSample] { samples.filter { $0.failure == nil } }

    /// For a table: "ok", or how often it failed.
    var verdict: String {
        if isGivenUp || successes.isEmpty { return "failed" }
        return successes.count == samples.count ? "ok" : "\(samples.count - successes.count) of \(samples.count) failed"
    }

    /// The reason of the first failure.
    var firstFailure: String? { failure ?? samples.lazy.compactMap(\.failure).first }
}

/// The figures of one peer: one sample for each round with a thumbnail.
struct PeerFigures: Sendable, Equatable, Encodable {
    let wallMs: Statistics?
    let cpuMs: Statistics?
    let peakResidentBytes: Statistics?
    let requests: Statistics?
    let abandonedRequests: Statistics?
    let bytes: Statistics?

    init(_ samples: [PeerSample]) {
        wallMs = Statistics(samples.map(\.wallMs))
        cpuMs = Statistics(samples.map(\.cpuMs))
        peakResidentBytes = Statistics(samples.map { Double($0.peakResidentBytes) })
        requests = Statistics(samples.map { Double($0.traffic.requests) })
        abandonedRequests = Statistics(samples.map { Double($0.traffic.abandonedRequests) })
        bytes = Statistics(samples.map { Double($0.traffic.bytes) })
    }
}

/// Ours through a peer's, round by round: what slows the machine down for a while slows both of a pair down.
struct PeerRatios: Sendable, Equatable, Encodable {
    let wall: Statistics?
    let cpu: Statistics?
    let peakResident: Statistics?

    /// Rounds in which one of the two has no thumbnail count for nothing.
    init(ours: [PeerSample], peer: [PeerSample]) {
        let oursByRound = Dictionary(ours.map { ($0.round, $0) }) { first, _ in first }
        let pairs = peer.compactMap { theirs in oursByRound[theirs.round].map { (ours: $0, theirs: theirs) } }
        func ratios(_ value: (PeerSample) -> Double) -> Statistics? {
            Statistics(pairs.filter { value($0.theirs) > 0 }.map { value($0.ours) / value($0.theirs) })
        }
        wall = ratios(\.wallMs)
        cpu = ratios(\.cpuMs)
        peakResident = ratios { Double($0.peakResidentBytes) }
    }
}
