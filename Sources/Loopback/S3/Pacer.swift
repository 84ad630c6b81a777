import NIOCore

/// When the parts of one response may leave, so that they arrive as over a link of a given bandwidth.
///
/// A part leaves when the link would have delivered its last byte: n bytes are complete n / bytesPerSecond after the
/// first part was asked for, neither sooner nor, with a client that reads in time, later.
struct Pacer: Sendable {
    /// A late timer may be made up for by this much. A client that stopped reading for longer gets no burst.
    static let catchUp = TimeAmount.milliseconds(10)

    let bytesPerSecond: Int?
    /// 64 KiB cost 1,400 wake-ups a second at 90 MB/s; slow links get 2 ms at a time, so that they trickle evenly.
    let partBytes: Int
    private var linkFree: NIODeadline?

    init(bytesPerSecond: Int?) {
        self.bytesPerSecond = bytesPerSecond
        self.partBytes = bytesPerSecond.map { min(max($0 / 500, 1024), 65536) } ?? 65536
    }

    /// When the next part, of `count` bytes, may leave. To be called once for each part, when the one before has left.
    mutating func departure(of count: Int, now: NIODeadline) -> NIODeadline {
        guard let bytesPerSecond else { return now }
        let begin = max(linkFree ?? now, now - Self.catchUp)
        let departure = begin + .nanoseconds(Int64(Double(count) / Double(bytesPerSecond) * 1e9))
        linkFree = departure
        return departure
    }
}
