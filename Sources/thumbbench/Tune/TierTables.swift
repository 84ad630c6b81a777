/// The figures of memory settings as tables for a terminal, a row for each.
struct TierTables {
    let tiers: [TierReport]
    /// Of the tier to mark.
    var recommended: Int?

    var times: String {
        var table = Table(
            groups: [("", 2), ("init", 2), ("cold", 2), ("warm", 4), ("billed", 2), ("throttled", 2)],
            header: [
                "milliseconds", "CPU", "p50", "p99", "p50", "p99", "p50", "95 % interval", "p90", "p99", "cold", "warm",
                "cold", "warm",
            ])
        for tier in tiers {
            table.rows.append(
                [name(tier), tier.cpus.formatted(decimals: 2)]
                    + [tier.initMs?.p50, tier.initMs?.p99, tier.coldMs?.p50, tier.coldMs?.p99, tier.warmMs?.p50]
                    .map(Cell.milliseconds)
                    + [Cell.interval(tier.warmMs?.medianInterval)]
                    + [tier.warmMs?.p90, tier.warmMs?.p99].map(Cell.milliseconds)
                    + [tier.billedColdMs?.p50, tier.billedWarmMs?.p50].map { Cell.number($0) }
                    + [tier.throttledColdMs?.p50, tier.throttledWarmMs?.p50].map { Cell.number($0) })
        }
        return table.render()
    }

    var stages: String {
        var table = Table(
            groups: [("", 1), ("of a warm invocation, on average", 7), ("of a thumbnail", 3), ("peak MB", 3)],
            header: [
                "milliseconds", "wait", "open", "decode", "scale", "encode", "put", "other", "GET+HEAD", "PUT",
                "kB read",
                "process", "cgroup", "free",
            ])
        for tier in tiers {
            let stages = StageTimes.stages.map { Cell.milliseconds(tier.warmStages?[keyPath: $0]) }
            let thumbnail = tier.perThumbnail
            table.rows.append(
                [name(tier)] + stages + [
                    Cell.count(thumbnail.map { $0.getRequests + $0.headRequests }), Cell.count(thumbnail?.putRequests),
                    Cell.number(thumbnail.map { $0.bytesRead / 1_000 }), Cell.megabytes(tier.memory.peakResidentBytes),
                    Cell.megabytes(tier.memory.peakCgroupBytes), Cell.megabytes(tier.memory.headroomBytes),
                ])
        }
        return table.render()
    }

    /// US dollars for a million thumbnails; an architecture that was not measured has an asterisk.
    var costs: String {
        let architectures = tiers.first?.costs ?? []
        var table = Table(
            groups: [("", 1)]
                + architectures.map {
                    ("\($0.architecture.rawValue)\($0.isMeasured ? "" : "*")", $0.isMeasured ? 6 : 3)
                }
                + [("", 1)],
            header: ["USD a million"]
                + architectures.flatMap {
                    ["compute"] + ($0.isMeasured ? ["requests", "S3 GET", "S3 PUT"] : []) + ["total", "cold"]
                } + ["verdict"])
        for tier in tiers {
            let cells = tier.costs.flatMap { cost in
                let warm = cost.warm
                return [warm.map { $0.compute + $0.ephemeralStorage }]
                    + (cost.isMeasured ? [warm?.requests, warm?.s3Get, warm?.s3Put] : [])
                    + [warm?.total, cost.cold?.total]
            }
            table.rows.append([name(tier)] + cells.map(Cell.dollars) + [tier.verdicts.words])
        }
        return table.render()
    }

    private func name(_ tier: TierReport) -> String {
        "\(tier.megabytes) MB\(tier.megabytes == recommended ? " <" : "")"
    }
}

extension TierReport.Verdicts {
    /// "ok", or how many of the execution environments failed and why.
    var words: String {
        guard environments > 0 else { return "not run" }
        guard !areGood else { return "ok" }
        let counts = [(outOfMemory, "out of memory"), (timedOut, "timed out"), (otherFailures, "failed")]
        return counts.filter { $0.0 > 0 }.map { "\($0.1) \($0.0)/\(environments)" }.joined(separator: ", ")
    }
}
