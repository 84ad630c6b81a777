/// Which memory setting to take, and why.
struct Recommendation: Sendable, Equatable, Encodable {
    /// Which invocations it was chosen by.
    enum Basis: String, Sendable, Encodable { case warm, cold }

    let megabytes: Int
    /// Of Lambda's compute for one invocation, in US dollars.
    let cost: Double
    /// In milliseconds.
    let duration: Double
    let basis: Basis
    /// One sentence.
    let reason: String
    /// Tiers that this run cannot tell from the best one: the intervals of their medians overlap.
    let tiedWith: [Int]

    /// Nil without candidates.
    init?(_ candidates: [Candidate], strategy: Strategy, balancedWeight: Double, basis: Basis) {
        let ranked = Candidate.ranked(candidates, by: strategy, balancedWeight: balancedWeight)
        guard let best = ranked.first else { return nil }
        megabytes = best.power
        cost = best.cost
        duration = best.duration
        self.basis = basis
        tiedWith = ranked.dropFirst().filter { Self.isTie(best, $0, by: strategy) }.map(\.power).sorted()
        let neighbours = candidates.sorted { $0.power < $1.power }
        let index = neighbours.firstIndex { $0.power == best.power } ?? 0
        reason = Self.reason(
            best, below: index > 0 ? neighbours[index - 1] : nil,
            above: index + 1 < neighbours.count ? neighbours[index + 1] : nil, strategy: strategy,
            balancedWeight: balancedWeight, basis: basis)
    }

    private static func isTie(_ best: Candidate, _ other: Candidate, by strategy: Strategy) -> Bool {
        guard let mine = best.interval, let others = other.interval else { return false }
        switch strategy {
        case .speed: return mine.overlaps(others)
        case .cost, .balanced:
            // A millisecond has its price in each tier, so the interval of a cost is that of the duration, scaled.
            let (scale, otherScale) = (best.cost / best.duration, other.cost / other.duration)
            return others.lower * otherScale <= mine.upper * scale
        }
    }

    private static func reason(
        _ best: Candidate, below: Candidate?, above: Candidate?, strategy: Strategy, balancedWeight: Double,
        basis: Basis
    ) -> String {
        let subject = "\(best.power) MB"
        let figures =
            "\((best.cost * 1e6).formatted(decimals: 2)) USD of compute for a million \(basis.rawValue) thumbnails, "
            + "\(best.duration.formatted(decimals: 0)) ms each"
        switch strategy {
        case .cost:
            var parts: [String] = []
            if let below { parts.append("\(below.power) MB take \(times(below, best))") }
            if let above { parts.append("\(above.power) MB are only \(faster(above, best))") }
            let why =
                parts.isEmpty ? "it is the only tier that made every thumbnail" : parts.joined(separator: ", and ")
            return "\(subject) cost least, \(figures): \(why)."
        case .speed:
            var why = "more memory was not measured to help"
            if above == nil { why = "it is the largest tier that was measured" }
            if let below { why += ", and \(below.power) MB take \(times(below, best))" }
            return "\(subject) are fastest, \(figures): \(why)."
        case .balanced:
            let share = (balancedWeight * 100).formatted(decimals: 0)
            return "\(subject) are the best of both, \(figures), where cost counts \(share) %."
        }
    }

    /// "2.1 times as long at 0.50 of the price"
    private static func times(_ other: Candidate, _ best: Candidate) -> String {
        "\((other.duration / best.duration).formatted(decimals: 2)) times as long at \(price(other, best))"
    }

    private static func faster(_ other: Candidate, _ best: Candidate) -> String {
        "\((best.duration / other.duration).formatted(decimals: 2)) times as fast at \(price(other, best))"
    }

    private static func price(_ other: Candidate, _ best: Candidate) -> String {
        "\((Double(other.power) / Double(best.power)).formatted(decimals: 2)) times the price of a millisecond"
    }
}
