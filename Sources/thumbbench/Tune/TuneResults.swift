/// What each tier did with each video, so far.
struct TuneResults: Sendable {
    private struct Key: Hashable {
        let megabytes: Int
        let video: Int
    }

    private var records: [Key: [EnvironmentRecord]] = [:]

    var isEmpty: Bool { records.isEmpty }

    subscript(tier: MemoryTier, video video: Int) -> [EnvironmentRecord] {
        records[Key(megabytes: tier.megabytes, video: video)] ?? []
    }

    mutating func add(_ record: EnvironmentRecord, of step: TunePlan.Step) {
        records[Key(megabytes: step.tier.megabytes, video: step.video), default: []].append(record)
    }

    /// Whether a step is worth its time: after a time-out the next attempt would take as long, and tell the same. Other
    /// failures are quick, and how often they come is of interest.
    func isWorthwhile(_ step: TunePlan.Step) -> Bool {
        !self[step.tier, video: step.video].contains { $0.verdict.result == .timedOut }
    }
}
