/// The requests of one thumbnail, each from when S3 had it to the end of its answer.
struct Waterfall {
    let requests: [RequestSample]
    /// Of the whole invocation, in milliseconds.
    let durationMs: Double

    var html: String {
        let end = max(requests.map(\.endMs).max() ?? 0, durationMs)
        guard !requests.isEmpty, end > 0 else { return "" }
        let axis = ChartAxis(upTo: end)
        return """
            <div class="waterfall">
            \(requests.map { html(of: $0, axis) }.joined(separator: "\n"))
            <div><b></b><span class="ticks">\(axis.ticks.dropLast().map {
                "<small style=\"left:\(HTML.percent(axis.part($0)))\">\(HTML.number($0))</small>" }.joined())\
            <small class="last">\(HTML.number(axis.upper)) ms</small></span></div>
            </div>
            """
    }

    private func html(of request: RequestSample, _ axis: ChartAxis) -> String {
        let firstByte = request.firstByteMs ?? request.endMs
        // The answer to a write tells nothing of how long its body took: it comes before.
        let wait = HTML.percent(axis.part(firstByte - request.startMs))
        let transfer = HTML.percent(axis.part(request.endMs - firstByte))
        let title =
            "from \(HTML.number(request.startMs)) ms, first byte after "
            + "\(HTML.number(firstByte - request.startMs)) ms, end after \(HTML.number(request.endMs - request.startMs)) ms"
        return "<div><b>\(HTML.escaped(words(for: request)))</b><span class=\"bar\" title=\"\(title)\">"
            + "<i class=\"waiting\" style=\"margin-left:\(HTML.percent(axis.part(request.startMs)));width:\(wait)\"></i>"
            + "<i class=\"transfer\" style=\"width:\(transfer)\"></i></span></div>"
    }

    private func words(for request: RequestSample) -> String {
        let failure = request.status >= 400 && request.method != "HEAD" ? " (\(request.status))" : ""
        switch request.method {
        case "HEAD": return "HEAD: is it there already?"
        case "PUT": return "PUT \(HTML.bytes(request.bytes))\(failure)"
        default:
            guard let offset = request.offset, let length = request.length else {
                return "\(request.method) \(HTML.bytes(request.bytes))\(failure)"
            }
            let taken = request.bytes < length ? ", \(HTML.bytes(request.bytes)) taken" : ""
            return "\(request.method) \(HTML.bytes(length)) at \(HTML.bytes(offset))\(taken)\(failure)"
        }
    }
}
