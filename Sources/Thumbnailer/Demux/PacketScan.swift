/// What the packets of a stream tell about it, one after the other, where the container has no index.
struct PacketScan {
    private var count = 0
    private var keyframes: [(number: Int, timestamp: Int64?)] = []
    private var first: Int64?
    private var last: Int64?

    /// - Parameter timestamp: Presentation timestamp in units of the time base; nil when the packet has none.
    mutating func add(timestamp: Int64?, isKeyframe: Bool) {
        if isKeyframe { keyframes.append((count, timestamp)) }
        count += 1
        guard let timestamp else { return }
        first = min(first ?? timestamp, timestamp)
        last = max(last ?? timestamp, timestamp)
    }

    /// How many packets come before the last keyframe at or before the wanted time, or else before the first keyframe.
    ///
    /// Without timestamps it is the first one, the only one whose time can be told. Nil without keyframes.
    func keyframe(at wanted: WantedTime, timeBase: Double) -> Int? {
        guard let first, let last, last > first else { return keyframes.first?.number }
        // The last frame lasts as long as the others.
        let length = (Double(last) - Double(first)) * Double(count) / Double(count - 1)
        let offset: Double =
            switch wanted {
            case .fraction(let fraction): length * fraction
            case .seconds(let seconds): seconds / timeBase
            }
        let wanted = keyframes.last { Double($0.timestamp ?? last) - Double(first) <= offset + 0.5 }
        return (wanted ?? keyframes.first)?.number
    }
}
