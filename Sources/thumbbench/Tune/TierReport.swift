/// What was measured of one memory setting. Times are in milliseconds.
struct TierReport: Sendable, Encodable {
    struct Input: Sendable, Encodable {
        let path: String
        /// With all raw samples.
        let environments: [EnvironmentRecord]
    }

    struct Memory: Sendable, Equatable, Encodable {
        /// The tier's.
        let limitBytes: Int64
        /// The process's own count, the most ever seen: what Lambda calls Max Memory Used.
        let peakResidentBytes: Int64?
        /// All that was charged to the cgroup; with the page cache, which the kernel takes back when it must.
        let peakCgroupBytes: Int64?
        /// What is left of the limit beside the higher of the two peaks; nil when neither is known.
        let headroomBytes: Int64?
    }

    /// Of the execution environments.
    struct Verdicts: Sendable, Equatable, Encodable {
        let environments: Int
        let outOfMemory: Int
        let timedOut: Int
        /// Function errors, init errors and exits.
        let otherFailures: Int
        /// What the first failure was; nil without one.
        let firstFailure: Verdict?

        var areGood: Bool { firstFailure == nil && environments > 0 }
    }

    let megabytes: Int
    let cpus: Double
    /// The one that was measured: this machine's.
    let architecture: Architecture
    let verdicts: Verdicts

    let initMs: Distribution?
    /// Without the init phase.
    let coldMs: Distribution?
    let warmMs: Distribution?
    /// In whole milliseconds, with the init phase.
    let billedColdMs: Distribution?
    let billedWarmMs: Distribution?
    let throttledColdMs: Distribution?
    let throttledWarmMs: Distribution?

    /// The mean over the inputs of each one's trimmed mean; of these come all costs.
    let averageInitMs: Double?
    let averageColdMs: Double?
    let averageWarmMs: Double?
    let averageBilledColdMs: Double?
    let averageBilledWarmMs: Double?

    /// Means over the middle three fifths of the invocations; nil when the function logs no such line.
    let coldStages: StageTimes?
    let warmStages: StageTimes?

    let memory: Memory
    let perThumbnail: Summary.PerThumbnail?
    /// One for each architecture that was asked for.
    let costs: [TunedCost]
    /// The requests of the cold invocation whose duration is nearest to the median.
    let coldRequests: [RequestSample]
    /// Likewise of the warm ones.
    let warmRequests: [RequestSample]

    var inputs: [Input]

    /// Costs a bootstrap for each distribution: milliseconds.
    init(
        tier: MemoryTier, inputs: [Input], architectures: [Architecture], ephemeralMegabytes: Int = 512,
        prices: Prices, seed: UInt64
    ) {
        megabytes = tier.megabytes
        cpus = tier.cpus
        architecture = .host
        self.inputs = inputs
        let environments = inputs.flatMap(\.environments)
        let cold = environments.compactMap(\.invocations.first)
        let warm = environments.flatMap(\.warm)
        verdicts = Verdicts(environments)

        func distribution(_ samples: [Double]) -> Distribution? { Distribution(samples, seed: seed) }
        initMs = distribution(environments.compactMap(\.initMs))
        coldMs = distribution(cold.map(\.durationMs))
        warmMs = distribution(warm.map(\.durationMs))
        billedColdMs = distribution(environments.compactMap(\.billedColdMs))
        billedWarmMs = distribution(warm.map(\.billedMs))
        throttledColdMs = distribution(cold.compactMap(\.throttledMs))
        throttledWarmMs = distribution(warm.compactMap(\.throttledMs))

        func average(_ samples: (EnvironmentRecord) -> [Double]) -> Double? {
            TrimmedMean.of(groups: inputs.map { $0.environments.flatMap(samples) })
        }
        averageInitMs = average { $0.initMs.map { [$0] } ?? [] }
        averageColdMs = average { $0.invocations.first.map { [$0.durationMs] } ?? [] }
        averageWarmMs = average { $0.warm.map(\.durationMs) }
        averageBilledColdMs = average { $0.billedColdMs.map { [$0] } ?? [] }
        averageBilledWarmMs = average { $0.warm.map(\.billedMs) }

        coldStages = Self.stages(cold)
        warmStages = Self.stages(warm)
        let summary = Summary(environments)
        memory = Memory(tier: tier, resident: summary.peakResidentBytes, cgroup: summary.peakCgroupBytes)
        let perThumbnail = summary.perThumbnail
        self.perThumbnail = perThumbnail
        let billed = (warm: averageBilledWarmMs, cold: averageBilledColdMs)
        costs = architectures.map { architecture in
            func cost(_ billedMs: Double?) -> Cost? {
                guard let billedMs, let perThumbnail else { return nil }
                return Cost(
                    billedMs: billedMs, megabytes: tier.megabytes, ephemeralMegabytes: ephemeralMegabytes,
                    architecture: architecture, thumbnail: perThumbnail, prices: prices)
            }
            return TunedCost(
                architecture: architecture, isMeasured: architecture == .host, warm: cost(billed.warm),
                cold: cost(billed.cold))
        }
        coldRequests = Self.typical(cold, median: coldMs?.p50)?.requests ?? []
        warmRequests = Self.typical(warm, median: warmMs?.p50)?.requests ?? []
    }

    /// The architecture whose price counts: the one that was measured, unless only others were asked for.
    var pricedArchitecture: Architecture {
        costs.contains(where: \.isMeasured) ? architecture : costs.first?.architecture ?? architecture
    }

    /// What a strategy chooses from; nil when a thumbnail failed, or nothing was measured.
    func candidate(_ basis: Recommendation.Basis, prices: Prices) -> Candidate? {
        let (duration, billed, distribution) =
            switch basis {
            case .warm: (averageWarmMs, averageBilledWarmMs, warmMs)
            case .cold: (averageBilledColdMs, averageBilledColdMs, billedColdMs)
            }
        guard verdicts.areGood, let duration, let billed else { return nil }
        return Candidate(
            power: megabytes, cost: billed * prices.perMillisecond(megabytes: megabytes, pricedArchitecture),
            duration: duration, interval: distribution?.medianInterval)
    }

    private static func stages(_ samples: [InvocationSample]) -> StageTimes? {
        StageTimes.mean(TrimmedMean.middle(samples.filter { $0.stages != nil }, by: \.durationMs).compactMap(\.stages))
    }

    private static func typical(_ samples: [InvocationSample], median: Double?) -> InvocationSample? {
        guard let median else { return nil }
        return samples.min { abs($0.durationMs - median) < abs($1.durationMs - median) }
    }
}

extension TierReport.Memory {
    init(tier: MemoryTier, resident: Int64?, cgroup: Int64?) {
        limitBytes = tier.bytes
        peakResidentBytes = resident
        peakCgroupBytes = cgroup
        headroomBytes = [resident, cgroup].compactMap { $0 }.max().map { tier.bytes - $0 }
    }
}

extension TierReport.Verdicts {
    init(_ records: [EnvironmentRecord]) {
        let results = records.map(\.verdict.result)
        environments = records.count
        outOfMemory = results.count { $0 == .outOfMemory }
        timedOut = results.count { $0 == .timedOut }
        otherFailures = results.count { $0 != .ok } - outOfMemory - timedOut
        firstFailure = records.map(\.verdict).first { $0 != .ok }
    }
}
