/// Latencies in the text format of HdrHistogram's percentile distribution (`.hgrm`), which its plotter reads.
///
/// Made of the samples themselves, so the values are exact, not those of a histogram's buckets. HdrHistogram for Swift
/// would have to be given Foundation for this output, and with it ICU: tens of megabytes.
struct PercentileDistribution {
    /// Rows for each halving of the distance to 100 %: the default of HdrHistogram's.
    private static let ticksPerHalfDistance = 5.0

    /// In milliseconds, in ascending order.
    private let sorted: [Double]

    /// Nil without samples.
    init?(_ samples: [Double]) {
        guard !samples.isEmpty else { return nil }
        sorted = samples.sorted()
    }

    var text: String {
        var text = row("Value", "Percentile", "TotalCount", "1/(1-Percentile)") + "\n"
        var percent = 0.0
        while true {
            let rank = max(Int((percent / 100 * Double(sorted.count)).rounded(.up)), 1)
            let value = sorted[rank - 1]
            // Of equal samples the last.
            let count = sorted[rank...].prefix { $0 == value }.count + rank
            guard count < sorted.count else { break }
            text += row(value, percent, count)
            let halvings = (100 / (100 - percent)).exponent + 1
            percent += 100 / (Self.ticksPerHalfDistance * Double(sign: .plus, exponent: Int(halvings), significand: 1))
        }
        return text + row(sorted[sorted.count - 1], 100, sorted.count) + footer
    }

    private var footer: String {
        let count = Double(sorted.count)
        let mean = sorted.reduce(0, +) / count
        let deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        func figure(_ value: String) -> String { padded(value, to: 12) }
        return """
            #[Mean    = \(figure(mean.formatted(decimals: 3))), StdDeviation   = \(figure(deviation.formatted(decimals: 3)))]
            #[Max     = \(figure(sorted[sorted.count - 1].formatted(decimals: 3))), Total count    = \(figure("\(sorted.count)"))]

            """
    }

    private func row(_ value: Double, _ percent: Double, _ count: Int) -> String {
        row(
            value.formatted(decimals: 3), (percent / 100).formatted(decimals: 12), "\(count)",
            percent < 100 ? (100 / (100 - percent)).formatted(decimals: 2) : "")
    }

    private func row(_ value: String, _ percentile: String, _ count: String, _ distance: String) -> String {
        let columns = [padded(value, to: 12), padded(percentile, to: 14), padded(count, to: 10)]
        return (columns + (distance.isEmpty ? [] : [padded(distance, to: 14)])).joined(separator: " ") + "\n"
    }

    private func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
