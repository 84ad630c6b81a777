extension ComparisonReport {
    /// A row for each peer and round (RFC 4180, with line feeds alone), for spreadsheets and for Benchmarks/runs.
    var csv: String {
        var rows = [
            [
                "input", "round", "peer", "wall_ms", "cpu_ms", "peak_resident_bytes", "requests", "abandoned_requests",
                "bytes", "end", "jpeg_width", "jpeg_height", "jpeg_bytes", "failure",
            ]
        ]
        for input in inputs {
            let samples = input.peers.flatMap { peer in peer.samples.map { (peer: peer.name, sample: $0) } }
            for (peer, sample) in samples.sorted(by: { $0.sample.round < $1.sample.round }) {
                rows.append([
                    input.path, "\(sample.round)", peer, "\(sample.wallMs)", "\(sample.cpuMs)",
                    "\(sample.peakResidentBytes)", "\(sample.traffic.requests)", "\(sample.traffic.abandonedRequests)",
                    "\(sample.traffic.bytes)", sample.end, Self.field(sample.jpegWidth),
                    Self.field(sample.jpegHeight), Self.field(sample.jpegBytes), sample.failure ?? "",
                ])
            }
        }
        return rows.map { $0.map(Self.escaped).joined(separator: ",") + "\n" }.joined()
    }

    private static func field(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }

    /// In quotation marks where it has to be.
    static func escaped(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
