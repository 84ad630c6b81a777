extension RunReport {
    /// Two tables, a row for each input and one for all of them, and what went wrong.
    var text: String {
        var rows = inputs.map { (name: name(of: $0), summary: $0.summary, verdict: $0.verdict.name) }
        if inputs.count > 1 { rows.append(("all inputs", total, isSuccess ? "ok" : "failed")) }

        var times = Table(
            groups: [("", 1), ("init", 2), ("cold", 3), ("warm", 4), ("billed", 2)],
            header: [
                "milliseconds", "median", "max", "median", "p90", "max", "min", "median", "p90", "max", "cold", "warm",
            ])
        var resources = Table(
            groups: [("", 1), ("peak MB", 2), ("throttled ms", 2), ("per thumbnail", 4), ("", 1)],
            header: ["", "process", "cgroup", "cold", "warm", "GET", "HEAD", "PUT", "kB read", "verdict"])
        for row in rows {
            let summary = row.summary
            times.rows.append(
                [row.name]
                    + Self.cells(summary.initMs, \.median, \.maximum)
                    + Self.cells(summary.coldMs, \.median, \.p90, \.maximum)
                    + Self.cells(summary.warmMs, \.minimum, \.median, \.p90, \.maximum)
                    + [Cell.number(summary.billedColdMs?.median)]
                    + [Cell.number(summary.billedWarmMs?.median)])
            let perThumbnail = summary.perThumbnail
            resources.rows.append([
                row.name,
                Cell.number(summary.peakResidentBytes.map { Double($0) / 1_048_576 }, decimals: 1),
                Cell.number(summary.peakCgroupBytes.map { Double($0) / 1_048_576 }, decimals: 1),
                Cell.number(summary.throttledColdMs?.median, decimals: 1),
                Cell.number(summary.throttledWarmMs?.median, decimals: 1),
                Cell.count(perThumbnail?.getRequests),
                Cell.count(perThumbnail?.headRequests),
                Cell.count(perThumbnail?.putRequests),
                Cell.number(perThumbnail.map { $0.bytesRead / 1_000 }, decimals: 1),
                row.verdict,
            ])
        }
        let failures = inputs.compactMap { input in
            input.verdict.message.map { "\(name(of: input)): \($0)\n" }
        }
        let interruption = isComplete ? [] : ["Interrupted: these are the figures until then.\n"]
        return
            ([heading, times.render(), resources.render(), TierTables(tiers: [figures]).costs, notes] + failures
            + interruption).joined(separator: "\n")
    }

    /// The file's name, or all of its path when another input has the same name.
    private func name(of input: Input) -> String {
        func last(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        let isUnique = inputs.count { last($0.path) == last(input.path) } == 1
        return isUnique ? String(last(input.path)) : input.path
    }

    private var heading: String {
        let rate = bytesPerSecond.map { "\((Double($0) / 1e6).formatted(decimals: 0)) MB/s" } ?? "no limit"
        let sideBySide = concurrency > 1 ? ", \(concurrency) side by side" : ""
        return """
            \(memoryMb) MB: \(cpus.formatted(decimals: 2)) of a CPU in periods of 20 ms, enforced by \(enforcedBy)\(sideBySide)
            S3: \(firstByteDelayMs.formatted(decimals: 0)) ms to the first byte, \(rate) on each connection

            """
    }

    private var notes: String {
        var notes: [String] = []
        if let warm = figures.warmMs, warm.count > 1 {
            notes.append(
                "Of all warm invocations, \(warm.count): median \(Cell.milliseconds(warm.p50)) ms, 95 % interval "
                    + "\(Cell.interval(warm.medianInterval)), p99 \(Cell.milliseconds(warm.p99)).")
        }
        if let stages = figures.warmStages {
            let names = ["wait", "open", "decode", "scale", "encode", "put", "other"]
            let times = zip(names, StageTimes.stages).map { "\($0) \(Cell.milliseconds(stages[keyPath: $1]))" }
            notes.append("A warm invocation, in ms: \(times.joined(separator: ", ")).")
        }
        return notes.map { "\($0)\n" }.joined()
    }

    private static func cells(_ statistics: Statistics?, _ columns: KeyPath<Statistics, Double>...) -> [String] {
        columns.map { Cell.number(statistics?[keyPath: $0], decimals: 1) }
    }
}
