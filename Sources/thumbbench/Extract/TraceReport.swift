import RangeReader

/// What `extract --trace` shows: every request for bytes of the source, in the order of their starts.
struct TraceReport: Encodable {
    struct Request: Encodable {
        /// 1 for what was asked for at once, 2 for what could only be asked for after an answer to that, and so on.
        var round: Int
        /// `head`, `tail`, `index`, `keyframe` or `readOn`.
        var reason: String
        /// In bytes; null for the end of a source whose size no answer told.
        var offset: Int64?
        var length: Int?
        /// From the first request on.
        var startMs: Double
        /// From its start until the head of its answer; null when none came.
        var waitMs: Double?
        /// From its start until nothing more was expected of it; null when the thumbnail was ready before.
        var totalMs: Double?
        var bytes: Int64
        /// Those of the bytes that were read.
        var usedBytes: Int64
        /// 1, or more after failures.
        var attempt: Int
        /// Sent beside another one that kept waiting.
        var hedge: Bool
        /// Why it brought less than was asked for, unless it was not needed any more.
        var error: String?
    }

    var rounds: Int
    /// How long the demuxer stood still because a byte was not there yet.
    var waitedMs: Double
    var requests: [Request]

    init(_ trace: ReadTrace) {
        rounds = trace.rounds
        waitedMs = trace.waited.roundedMilliseconds
        requests = trace.requests.map { request in
            Request(
                round: request.round, reason: request.reason.rawValue, offset: request.range?.lowerBound,
                length: request.range?.count, startMs: request.start.roundedMilliseconds,
                waitMs: request.answer.map { ($0 - request.start).roundedMilliseconds },
                totalMs: request.end.map { ($0 - request.start).roundedMilliseconds }, bytes: request.bytesReceived,
                usedBytes: request.bytesUsed, attempt: request.attempt, hedge: request.isHedge,
                error: request.error?.name)
        }
    }

    var text: String {
        Table(
            header: [
                "why", "round", "offset", "length", "start ms", "wait ms", "total ms", "bytes", "used", "try", "",
            ],
            rows: requests.map { request in
                [
                    request.reason, "\(request.round)", request.offset.map(String.init) ?? "-",
                    request.length.map(String.init) ?? "-", "\(request.startMs)",
                    request.waitMs.map { "\($0)" } ?? "-", request.totalMs.map { "\($0)" } ?? "-",
                    "\(request.bytes)", "\(request.usedBytes)", "\(request.attempt)",
                    request.error ?? (request.hedge ? "hedge" : ""),
                ]
            }
        ).render()
    }
}
