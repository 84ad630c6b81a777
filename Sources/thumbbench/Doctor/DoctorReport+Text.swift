extension DoctorReport {
    /// What was measured, then what follows from it.
    var text: String {
        var table = Table(header: ["", "asked", "measured", "off"])
        for share in shares {
            table.rows.append([
                "\(share.megabytes) MB, CPUs", share.share.formatted(decimals: 3),
                share.measured.formatted(decimals: 3),
                Self.percent(share.deviation),
            ])
        }
        table.rows.append([
            "S3's first byte, ms", network.firstByteMs.formatted(decimals: 1),
            network.measuredFirstByteMs.formatted(decimals: 1),
            network.firstByteMs > 0 ? Self.percent(network.measuredFirstByteMs / network.firstByteMs - 1) : "-",
        ])
        table.rows.append([
            "S3's rate, MB/s", network.mbPerSecond.map { $0.formatted(decimals: 1) } ?? "no limit",
            network.measuredMbPerSecond.formatted(decimals: 1),
            network.mbPerSecond.map { Self.percent(network.measuredMbPerSecond / $0 - 1) } ?? "-",
        ])
        table.rows.append(["same work, ms: p50", "", work(\.p50), ""])
        table.rows.append(["same work, ms: p90", "", work(\.p90), Self.percent(noise.spread)])
        table.rows.append(["same work, ms: p99", "", work(\.p99), Self.percent(noise.work.p99 / noise.work.p50 - 1)])
        let lines = findings.map { "\("\(Self.mark($0.severity)) \($0.message)".wrapped())\n" }
        let verdict =
            isSuccess
            ? "This machine can show what Lambda does."
            : "This machine cannot show what Lambda does, as long as that is so."
        return [table.render(), lines.joined(), "\(verdict) \(Self.limits)".wrapped() + "\n"].joined(separator: "\n")
    }

    private func work(_ quantile: KeyPath<Distribution, Double>) -> String {
        noise.work[keyPath: quantile].formatted(decimals: 2)
    }

    private static func percent(_ part: Double) -> String {
        "\(part < 0 ? "" : "+")\((part * 100).formatted(decimals: 1)) %"
    }

    private static func mark(_ severity: Finding.Severity) -> String {
        switch severity {
        case .ok: "ok:"
        case .warning: "warning:"
        case .failure: "FAILURE:"
        }
    }
}
