import Loopback

/// How samples are spread, and how sure their median is.
struct Distribution: Sendable, Equatable, Encodable {
    /// Where the true median lies, in so many of a hundred repetitions.
    struct Interval: Sendable, Equatable, Encodable {
        let lower: Double
        let upper: Double
        /// 0.95: of a hundred such intervals, 95 hold the median.
        let confidence: Double
        let resamples: Int

        func overlaps(_ other: Interval) -> Bool { lower <= other.upper && other.lower <= upper }
    }

    static let confidence = 0.95
    static let resamples = 2_000

    let count: Int
    let minimum: Double
    /// The median: of an even number of samples, the mean of the two in the middle.
    let p50: Double
    /// Nearest rank, so a value that was really seen; with less than 10 samples it is the maximum.
    let p90: Double
    /// Likewise; with less than 100 samples it is the maximum.
    let p99: Double
    let maximum: Double
    let mean: Double
    /// Percentile bootstrap (Efron 1979). Of few samples, under 10 or so, it is too narrow.
    let medianInterval: Interval

    /// Nil without samples. Costs `resamples` times the number of samples.
    init?(_ samples: [Double], seed: UInt64 = 0) {
        guard !samples.isEmpty else { return nil }
        let sorted = samples.sorted()
        count = sorted.count
        minimum = sorted[0]
        p50 = Self.median(ofSorted: sorted)
        p90 = Self.nearestRank(90, ofSorted: sorted)
        p99 = Self.nearestRank(99, ofSorted: sorted)
        maximum = sorted[count - 1]
        mean = sorted.reduce(0, +) / Double(count)
        medianInterval = Self.bootstrap(sorted, seed: seed)
    }

    /// The smallest sample with at least so many of a hundred at or below it.
    static func nearestRank(_ percent: Int, ofSorted sorted: [Double]) -> Double {
        sorted[(sorted.count * percent + 99) / 100 - 1]
    }

    static func median(ofSorted sorted: [Double]) -> Double {
        (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func bootstrap(_ sorted: [Double], seed: UInt64) -> Interval {
        var random = SplitMix64(seed: seed)
        let medians = (0..<resamples).map { _ in
            // A resample's median needs no sorting: it is enough to count how often each sample was drawn.
            var drawn = Array(repeating: 0, count: sorted.count)
            for _ in sorted { drawn[Int.random(in: sorted.indices, using: &random)] += 1 }
            return (element((sorted.count - 1) / 2, drawn, sorted) + element(sorted.count / 2, drawn, sorted)) / 2
        }.sorted()
        let tail = Int(Double(resamples) * (1 - confidence) / 2)
        return Interval(
            lower: medians[tail], upper: medians[resamples - 1 - tail], confidence: confidence, resamples: resamples)
    }

    /// The element at a rank of a resample, given by how often it has each sample.
    private static func element(_ rank: Int, _ drawn: [Int], _ sorted: [Double]) -> Double {
        var below = 0
        for (index, count) in drawn.enumerated() {
            below += count
            if below > rank { return sorted[index] }
        }
        return sorted[sorted.count - 1]
    }
}
