import FoundationEssentials

/// All that a run measured, for people (`text`) and for programs (`json`).
struct RunReport: Sendable, Encodable {
    struct Input: Sendable, Encodable {
        let path: String
        let bytes: Int64
        let summary: Summary
        let verdict: Verdict
        let environments: [EnvironmentRecord]

        init(path: String, bytes: Int64, environments: [EnvironmentRecord]) {
            self.path = path
            self.bytes = bytes
            self.environments = environments
            summary = Summary(environments)
            verdict = environments.map(\.verdict).first { $0 != .ok } ?? .ok
        }
    }

    var date: Date
    var host: Host
    var function: String
    var memoryMb: Int
    /// Of a CPU, for the tier.
    var cpus: Double
    /// The mechanism, or "nothing".
    var enforcedBy: String
    var firstByteDelayMs: Double
    /// Of each connection; nil without a limit.
    var bytesPerSecond: Int?
    var timeoutSeconds: Double
    /// Execution environments side by side.
    var concurrency = 1
    /// False when it was interrupted.
    var isComplete = true
    /// The figures of all inputs together as `tune` has them, with costs; its raw samples are those in `inputs`.
    var figures: TierReport
    var inputs: [Input]
    /// Of all inputs together.
    var total: Summary

    var isSuccess: Bool { inputs.allSatisfy { $0.verdict == .ok } }

    /// One object with all raw samples; keys in snake case, units in their names.
    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.dateEncodingStrategy = .iso8601
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}
