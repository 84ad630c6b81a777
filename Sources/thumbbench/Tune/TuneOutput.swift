import FoundationEssentials

/// What `tune --json` writes: aws-lambda-power-tuning's output under its own names, and all of the report beside it.
struct TuneOutput: Encodable {
    /// A key that stays as it is.
    fileprivate struct VerbatimKey: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private struct Statistic: Encodable {
        let value: Int
        let averagePrice: Double
        let averageDuration: Double
        let totalPrice: Double

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: VerbatimKey.self)
            try container.encode(value, forKey: VerbatimKey("value"))
            try container.encode(averagePrice, forKey: VerbatimKey("averagePrice"))
            try container.encode(averageDuration, forKey: VerbatimKey("averageDuration"))
            try container.encode(totalPrice, forKey: VerbatimKey("totalPrice"))
        }
    }

    private let report: TuneReport
    private let statistics: [Statistic]

    init(_ report: TuneReport) {
        self.report = report
        statistics = report.candidates.compactMap { candidate in
            guard let tier = report.tiers.first(where: { $0.megabytes == candidate.power }) else { return nil }
            let environments = tier.inputs.flatMap(\.environments)
            let billed =
                environments.compactMap(\.billedColdMs).reduce(0, +)
                + environments.flatMap(\.warm).map(\.billedMs).reduce(0, +)
            return Statistic(
                value: candidate.power, averagePrice: candidate.cost, averageDuration: candidate.duration,
                totalPrice: billed
                    * report.prices.perMillisecond(megabytes: candidate.power, tier.pricedArchitecture))
        }
    }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: VerbatimKey.self)
        try container.encode(statistics, forKey: VerbatimKey("stats"))
        guard let best = report.recommendation else { return }
        try container.encode(best.megabytes, forKey: VerbatimKey("power"))
        try container.encode(best.cost, forKey: VerbatimKey("cost"))
        try container.encode(best.duration, forKey: VerbatimKey("duration"))
        var machine = container.nestedContainer(keyedBy: VerbatimKey.self, forKey: VerbatimKey("stateMachine"))
        // Nothing runs in an account, so nothing is charged for.
        try machine.encode(0.0, forKey: VerbatimKey("executionCost"))
        try machine.encode(0.0, forKey: VerbatimKey("lambdaCost"))
        try machine.encode(VisualizationURL.make(report.candidates), forKey: VerbatimKey("visualization"))
    }
}

extension TuneReport {
    /// One object with all raw samples; keys in snake case, but those of aws-lambda-power-tuning.
    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .custom { path in
                let key = path[path.count - 1]
                return key is TuneOutput.VerbatimKey ? key : TuneOutput.VerbatimKey(Self.snakeCase(key.stringValue))
            }
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(TuneOutput(self))
        }
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
