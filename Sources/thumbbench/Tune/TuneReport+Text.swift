extension TuneReport {
    /// The conditions, a table of times, one of stages, one of costs, and what follows from them.
    var text: String {
        let tables = TierTables(tiers: tiers, recommended: recommendation?.megabytes)
        let notes = (conclusions + caveats + [chart]).map { "\($0)\n" }.joined()
        return [heading, tables.times, tables.stages, tables.costs, notes]
            .joined(separator: "\n")
    }

    private var heading: String {
        let names = inputs.map { "\($0.path.split(separator: "/").last ?? "") (\($0.bytes / 1_000_000) MB)" }
        let videos = names.count > 3 ? "\(names.count) videos" : names.joined(separator: ", ")
        let rate = conditions.bytesPerSecond.map { "\((Double($0) / 1e6).formatted(decimals: 0)) MB/s" } ?? "no limit"
        let profile = conditions.networkProfile.map { "S3 (\($0))" } ?? "S3"
        return """
            \(videos): \(conditions.coldStarts) cold starts and \(conditions.warmInvocations) warm invocations \
            of each setting\(conditions.isParallel ? ", side by side" : ", in turns")
            \(conditions.architecture.rawValue), \(conditions.host.cpus) CPUs; settings enforced by \
            \(conditions.enforcedBy); \(profile): \(conditions.firstByteDelayMs.formatted(decimals: 0)) ms to the first \
            byte, \(rate) on each connection

            """
    }

    private var chart: String { "Chart: \(VisualizationURL.make(candidates))" }

    /// What follows from the figures.
    private var conclusions: [String] {
        var notes: [String] = []
        if !isComplete { notes.append("Interrupted: these are the figures until then.") }
        if let recommendation {
            notes.append("Best by \(strategy.rawValue): \(recommendation.reason)")
            if !recommendation.tiedWith.isEmpty {
                let others = recommendation.tiedWith.map { "\($0) MB" }.joined(separator: " and ")
                notes.append("Not to be told from it in this run, as the 95 % intervals overlap: \(others).")
            }
        } else {
            notes.append("No setting made every thumbnail.")
        }
        if let knee {
            notes.append("Knee of the curve: \(knee) MB; what comes above it shortens the duration less and less.")
        }
        return notes
    }

    /// What has to be known about them.
    var caveats: [String] {
        var notes: [String] = []
        for tier in tiers {
            guard let message = tier.verdicts.firstFailure?.message else { continue }
            notes.append("\(tier.megabytes) MB: \(message)")
        }
        notes += omittedTiers.map { "Left out: \($0.reason)" }
        if let other = tiers.first?.costs.first(where: { !$0.isMeasured })?.architecture {
            notes.append(
                "* \(other.rawValue) was not measured: its price, with the durations of "
                    + "\(conditions.architecture.rawValue).")
        }
        notes.append(
            "Prices of \(prices.region), \(prices.date), without free tier: \(prices.sources.joined(separator: ", "))")
        return notes
    }
}
