extension ComparisonReport {
    /// A table for each input, and what went wrong.
    var text: String {
        let missing = notInstalled.isEmpty ? [] : ["not installed: \(notInstalled.joined(separator: "; "))\n"]
        return ([heading] + inputs.map(text(of:)) + missing).joined(separator: "\n")
    }

    /// The command lines, each on its own, as a shell would take them.
    var commandLines: String {
        (inputs.first?.peers ?? []).map { peer in
            "\(peer.name) (\(peer.version)):\n    \(peer.command.map(Self.quoted).joined(separator: " "))\n"
        }.joined()
    }

    private var heading: String {
        let rate = bytesPerSecond.map { "\((Double($0) / 1e6).formatted(decimals: 0)) MB/s" } ?? "no limit"
        return """
            Cold processes, taking turns: \(rounds) rounds after one to warm up; JPEGs \(width) pixels wide
            Server: \(firstByteDelayMs.formatted(decimals: 0)) ms to the first byte, \(rate) on each connection

            """
    }

    private func text(of input: Input) -> String {
        var table = Table(
            groups: [
                ("", 1), ("wall ms", 3), ("CPU ms", 2), ("peak MB", 1), ("server", 3), ("ours / peer", 3), ("", 1),
            ],
            header: [
                "", "min", "median", "p90", "median", "p90", "median", "requests", "cut off", "MB", "wall", "CPU",
                "peak", "verdict",
            ])
        for (index, peer) in input.peers.enumerated() {
            let figures = input.figures[index]
            let ratios = input.ratios[index]
            table.rows.append([
                peer.name,
                Self.cell(figures.wallMs?.minimum), Self.cell(figures.wallMs?.median), Self.cell(figures.wallMs?.p90),
                Self.cell(figures.cpuMs?.median), Self.cell(figures.cpuMs?.p90),
                Self.cell(figures.peakResidentBytes.map { $0.median / 1_048_576 }),
                Self.cell(figures.requests?.median, decimals: 0),
                Self.cell(figures.abandonedRequests?.median, decimals: 0),
                Self.cell(figures.bytes.map { $0.median / 1e6 }, decimals: 2),
                Self.cell(ratios.wall?.median, decimals: 2), Self.cell(ratios.cpu?.median, decimals: 2),
                Self.cell(ratios.peakResident?.median, decimals: 2),
                peer.verdict,
            ])
        }
        let failures = input.peers.compactMap { peer in peer.firstFailure.map { "\(peer.name): \($0)\n" } }
        let title = "\(input.path), \((Double(input.bytes) / 1e6).formatted(decimals: 1)) MB, at \(input.seconds) s\n"
        return title + table.render() + failures.joined()
    }

    private static func cell(_ value: Double?, decimals: Int = 1) -> String {
        value.map { $0.formatted(decimals: decimals) } ?? "-"
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                || "-._~/:=,%+@".utf8.contains(byte)
        }
        if isPlain && !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
