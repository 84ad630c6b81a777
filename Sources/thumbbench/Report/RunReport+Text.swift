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
                    + [Self.cell(summary.billedColdMs?.median, decimals: 0)]
                    + [Self.cell(summary.billedWarmMs?.median, decimals: 0)])
            let perThumbnail = summary.perThumbnail
            resources.rows.append([
                row.name,
                Self.cell(summary.peakResidentBytes.map(Self.megabytes)),
                Self.cell(summary.peakCgroupBytes.map(Self.megabytes)),
                Self.cell(summary.throttledColdMs?.median),
                Self.cell(summary.throttledWarmMs?.median),
                Self.count(perThumbnail?.getRequests),
                Self.count(perThumbnail?.headRequests),
                Self.count(perThumbnail?.putRequests),
                Self.cell(perThumbnail.map { $0.bytesRead / 1_000 }),
                row.verdict,
            ])
        }
        let failures = inputs.compactMap { input in
            input.verdict.message.map { "\(name(of: input)): \($0)\n" }
        }
        return ([heading, times.render(), resources.render()] + failures).joined(separator: "\n")
    }

    /// The file's name, or all of its path when another input has the same name.
    private func name(of input: Input) -> String {
        func last(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        let isUnique = inputs.count { last($0.path) == last(input.path) } == 1
        return isUnique ? String(last(input.path)) : input.path
    }

    private var heading: String {
        let rate = bytesPerSecond.map { "\((Double($0) / 1e6).formatted(decimals: 0)) MB/s" } ?? "no limit"
        return """
            \(memoryMb) MB: \(cpus.formatted(decimals: 2)) of a CPU in periods of 20 ms, enforced by \(enforcedBy)
            S3: \(firstByteDelayMs.formatted(decimals: 0)) ms to the first byte, \(rate) on each connection

            """
    }

    /// The tier's megabytes are of 2^20 bytes, so memory is too.
    private static func megabytes(_ bytes: Int64) -> Double { Double(bytes) / 1_048_576 }

    private static func cells(_ statistics: Statistics?, _ columns: KeyPath<Statistics, Double>...) -> [String] {
        columns.map { cell(statistics?[keyPath: $0]) }
    }

    private static func cell(_ value: Double?, decimals: Int = 1) -> String {
        value.map { $0.formatted(decimals: decimals) } ?? "-"
    }

    /// A whole number when it is the same each time.
    private static func count(_ value: Double?) -> String {
        value.map { $0.formatted(decimals: $0 == $0.rounded() ? 0 : 1) } ?? "-"
    }
}
