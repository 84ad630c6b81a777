extension TuneReport {
    /// The conditions, a table of times, one of stages, one of costs, and what follows from them.
    var text: String {
        let tables = TierTables(tiers: tiers, recommended: recommendation?.megabytes)
        return ([heading, tables.times, tables.stages, tables.costs] + [notes.map { "\($0.wrapped())\n" }.joined()])
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

    private var notes: [String] {
        let interruption = isComplete ? [] : ["Interrupted: these are the figures until then."]
        let chart = candidates.isEmpty ? [] : ["Chart: \(VisualizationURL.make(candidates))"]
        return interruption + findings + reservations + chart
    }

    /// What follows from the figures.
    var findings: [String] {
        guard let recommendation else { return ["No setting made every thumbnail."] }
        var findings = ["Best by \(strategy.rawValue): \(recommendation.reason)"]
        let tied = candidates.filter { recommendation.tiedWith.contains($0.power) }
        if !tied.isEmpty {
            let names = tied.map { "\($0.power) MB" }.joined(separator: " and ")
            var finding = "Not to be told from it in this run, as the 95 % intervals overlap: \(names)."
            if let fastest = tied.min(by: { $0.duration < $1.duration }), strategy != .speed,
                fastest.duration < recommendation.duration
            {
                finding += " Of all these, \(fastest.power) MB are fastest."
            }
            findings.append(finding)
        }
        if let knee {
            findings.append(
                "Knee of the curve: \(knee) MB: above it, more memory shortens the duration less than below."
                    + priceOfKnee(knee))
        }
        return findings
    }

    /// What to know before the figures are believed.
    var reservations: [String] {
        var reservations: [String] = tiers.compactMap { tier in
            tier.verdicts.firstFailure.map { "\(tier.megabytes) MB: \($0.message ?? tier.verdicts.words)" }
        }
        reservations += omittedTiers.map { "Left out: \($0.reason)" }
        if let others = conditions.cpusOfOthers, others > 0.2 {
            reservations.append(
                "When this began, other programs used \(others.formatted(decimals: 1)) of \(conditions.host.cpus) CPUs: "
                    + "settings of half a CPU and more may look slower than they are (`thumbbench doctor`).")
        }
        if let other = tiers.first?.costs.first(where: { !$0.isMeasured })?.architecture {
            reservations.append(
                "* \(other.rawValue) was not measured: its price, with the durations of "
                    + "\(conditions.architecture.rawValue).")
        }
        reservations.append(
            "Prices of \(prices.region), \(prices.date), without free tier: \(prices.sources.joined(separator: ", "))")
        return reservations
    }

    /// What it means for the whole bill to take the knee in place of the cheapest.
    private func priceOfKnee(_ knee: Int) -> String {
        func measured(_ megabytes: Int) -> (cost: Cost, duration: Double)? {
            guard let tier = tiers.first(where: { $0.megabytes == megabytes }),
                let costs = tier.costs.first(where: { $0.architecture == tier.pricedArchitecture }),
                let cost = basis == .warm ? costs.warm : costs.cold,
                let duration = candidates.first(where: { $0.power == megabytes })?.duration
            else { return nil }
            return (cost, duration)
        }
        guard let best = recommendation?.megabytes, best < knee, let (bestCost, slow) = measured(best),
            let (kneeCost, fast) = measured(knee)
        else { return "" }
        let more = kneeCost.total - bestCost.total
        return " There a thumbnail takes \((slow - fast).formatted(decimals: 0)) ms less than with \(best) MB, and a "
            + "million cost \(more.formatted(decimals: 2)) USD more, "
            + "\((more / bestCost.total * 100).formatted(decimals: 0)) % of all; S3's requests are "
            + "\((kneeCost.s3Get + kneeCost.s3Put).formatted(decimals: 2)) USD at any setting."
    }
}
