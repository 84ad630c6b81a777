/// What a handful of samples say.
struct Statistics: Sendable, Equatable, Encodable {
    let count: Int
    let minimum: Double
    let median: Double
    let p90: Double
    let maximum: Double
    let mean: Double

    /// Nil without samples. Costs one sort.
    init?(_ samples: [Double]) {
        guard !samples.isEmpty else { return nil }
        let sorted = samples.sorted()
        count = sorted.count
        minimum = sorted[0]
        median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
        // Nearest rank: a value that was really seen, the smallest with at least 90 % of the samples at or below it.
        p90 = sorted[(count * 9 + 9) / 10 - 1]
        maximum = sorted[count - 1]
        mean = sorted.reduce(0, +) / Double(count)
    }
}
