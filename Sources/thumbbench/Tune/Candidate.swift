/// A tier to choose from, in aws-lambda-power-tuning's words.
struct Candidate: Sendable, Equatable {
    /// Megabytes.
    var power: Int
    /// Of Lambda's compute for one invocation, on average, in US dollars.
    var cost: Double
    /// Of one invocation, on average, in milliseconds.
    var duration: Double
    /// Where the median of its durations lies.
    var interval: Distribution.Interval?

    /// The best of `candidates`, the next best ones after it.
    /// - Parameter balancedWeight: From 0, speed alone counts, to 1, cost alone counts.
    static func ranked(_ candidates: [Candidate], by strategy: Strategy, balancedWeight: Double) -> [Candidate] {
        let highestCost = candidates.map(\.cost).max() ?? 1
        let longest = candidates.map(\.duration).max() ?? 1
        func key(_ candidate: Candidate) -> (Double, Double) {
            switch strategy {
            case .cost: (candidate.cost, candidate.duration)
            case .speed: (candidate.duration, candidate.cost)
            case .balanced:
                (
                    balancedWeight * candidate.cost / highestCost
                        + (1 - balancedWeight) * candidate.duration / longest, 0
                )
            }
        }
        return candidates.sorted { key($0) < key($1) }
    }

    /// The tier from which on more memory brings little: where the curve of duration over memory bends most.
    ///
    /// That is the point farthest below the straight line from the first to the last, with both axes from 0 to 1
    /// (Satopää and others 2011, Finding a "Kneedle" in a Haystack). Nil for fewer than three tiers, and where the
    /// durations differ by less than a tenth.
    static func knee(of candidates: [Candidate]) -> Int? {
        let curve = candidates.sorted { $0.power < $1.power }
        guard curve.count >= 3, let first = curve.first, let last = curve.last, last.power > first.power,
            first.duration > 0, last.duration < 0.9 * first.duration
        else { return nil }
        func depth(_ point: Candidate) -> Double {
            let across = Double(point.power - first.power) / Double(last.power - first.power)
            let down = (first.duration - point.duration) / (first.duration - last.duration)
            return down - across
        }
        guard let knee = curve.max(by: { depth($0) < depth($1) }), depth(knee) > 0 else { return nil }
        return knee.power
    }
}
