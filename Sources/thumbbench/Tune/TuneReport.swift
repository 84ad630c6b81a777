import FoundationEssentials

/// All that a tuning measured, for people (`text`), for programs (`json`) and for a page.
struct TuneReport: Sendable, Encodable {
    struct Input: Sendable, Encodable {
        let path: String
        let bytes: Int64
    }

    /// A tier that was asked for and not measured.
    struct OmittedTier: Sendable, Equatable, Encodable {
        let megabytes: Int
        let reason: String
    }

    /// Under which it was measured.
    struct Conditions: Sendable, Encodable {
        /// ISO 8601.
        var date: String
        var host: Host
        var architecture: Architecture
        /// The mechanism, or "nothing".
        var enforcedBy: String
        /// The function that was measured.
        var function: String
        /// Of its executable, in bytes: tells a build with static libraries from one with shared ones.
        var functionBytes: Int64?
        /// A name, or the path of a file; nil when it was given in figures.
        var networkProfile: String?
        var firstByteDelayMs: Double
        /// Of each connection; nil without a limit.
        var bytesPerSecond: Int?
        var timeoutSeconds: Double
        /// Of each input and tier.
        var coldStarts: Int
        /// Of each input and tier.
        var warmInvocations: Int
        /// Whether tiers ran side by side.
        var isParallel: Bool
        var seed: UInt64
        /// What other programs used of the machine just before, in CPUs; nil when nobody looked.
        var cpusOfOthers: Double?
        /// Of the first CPU, as the kernel has it, and the operating system.
        var processor: String?
        var system: String?
    }

    var conditions: Conditions
    var strategy: Strategy
    var balancedWeight: Double
    var prices: Prices
    var inputs: [Input]
    /// From the smallest to the largest.
    var tiers: [TierReport]
    var omittedTiers: [OmittedTier]
    /// By which invocations the tiers were compared.
    var basis: Recommendation.Basis
    /// Nil when no tier made every thumbnail.
    var recommendation: Recommendation?
    /// In megabytes: from there on, more memory brings little.
    var knee: Int?
    /// Beside other programs; nil when none were run.
    var comparison: ComparisonReport?
    /// False when it was interrupted.
    var isComplete: Bool

    init(
        conditions: Conditions, strategy: Strategy, balancedWeight: Double, prices: Prices, inputs: [Input],
        tiers: [TierReport], omittedTiers: [OmittedTier], comparison: ComparisonReport? = nil, isComplete: Bool
    ) {
        self.comparison = comparison
        self.conditions = conditions
        self.strategy = strategy
        self.balancedWeight = balancedWeight
        self.prices = prices
        self.inputs = inputs
        self.tiers = tiers.sorted { $0.megabytes < $1.megabytes }
        self.omittedTiers = omittedTiers
        self.isComplete = isComplete
        basis = conditions.warmInvocations > 0 ? .warm : .cold
        let candidates = Self.candidates(self.tiers, basis, prices)
        recommendation = Recommendation(
            candidates, strategy: strategy, balancedWeight: balancedWeight, basis: basis)
        knee = Candidate.knee(of: candidates)
    }

    /// The tiers that made every thumbnail.
    var candidates: [Candidate] { Self.candidates(tiers, basis, prices) }

    /// Whether some tier made every thumbnail.
    var isSuccess: Bool { recommendation != nil }

    private static func candidates(
        _ tiers: [TierReport], _ basis: Recommendation.Basis, _ prices: Prices
    ) -> [Candidate] {
        tiers.compactMap { $0.candidate(basis, prices: prices) }
    }
}
