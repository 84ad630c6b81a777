import Loopback

/// The order of a tuning: round after round, in each of them every tier once for each video.
///
/// So what disturbs the machine for a while disturbs all tiers alike. Within a round the order is a random one, and the
/// same for the same seed.
struct TunePlan: Sendable, Equatable {
    /// One execution environment.
    struct Step: Sendable, Equatable {
        let tier: MemoryTier
        /// Number of the video, from 0.
        let video: Int
        /// Invocations after the cold start.
        let warm: Int

        /// How long it takes, by a rough guess, in any unit: for the progress bar.
        var effort: Double { (3 + Double(warm)) * (1 + 1 / min(tier.cpus, 1)) }
    }

    let rounds: [[Step]]

    /// - Parameters:
    ///   - cold: Cold starts for each tier and video: the number of rounds.
    ///   - warm: Invocations for each tier and video, spread over the rounds.
    init(tiers: [MemoryTier], videos: Int, cold: Int, warm: Int, seed: UInt64) {
        precondition(cold >= 1)
        var random = SplitMix64(seed: seed)
        rounds = (0..<cold).map { round in
            let share = warm * (round + 1) / cold - warm * round / cold
            return (0..<videos).flatMap { video in
                tiers.shuffled(using: &random).map { Step(tier: $0, video: video, warm: share) }
            }
        }
    }

    /// One step after the other.
    var oneByOne: [[Step]] { rounds.flatMap { $0 }.map { [$0] } }

    /// Batches of steps that run side by side, as many as have CPUs of their own; each within one round.
    func sideBySide(cpus: Double) -> [[Step]] {
        rounds.flatMap { round in
            var batches: [[Step]] = []
            // First fit, the largest first.
            for step in round.sorted(by: { $0.tier.cpus > $1.tier.cpus }) {
                let fits = batches.firstIndex { $0.reduce(0) { $0 + $1.tier.cpus } + step.tier.cpus <= cpus }
                if let fits { batches[fits].append(step) } else { batches.append([step]) }
            }
            return batches
        }
    }
}
