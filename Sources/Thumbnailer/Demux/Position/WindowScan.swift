/// What the packets of a part of the object showed.
struct WindowScan: Equatable {
    /// Half a millisecond, or half a byte: containers round times.
    private static let tolerance = 0.000_5

    let target: Double
    /// The first packet of which the time is known.
    private(set) var first: PositionSearch.Point?
    /// The packet of the greatest time.
    private(set) var last: PositionSearch.Point?
    /// The last keyframe at or before the wanted moment.
    private(set) var keyframeBefore: PositionSearch.Point?
    /// The first keyframe after it.
    private(set) var keyframeAfter: PositionSearch.Point?

    /// - Parameter target: The wanted moment.
    init(target: Double) { self.target = target }

    /// What a packet is for the search.
    enum Role: Equatable {
        case keyframeBefore, keyframeAfter, other
    }

    /// - Parameter time: Of the packet; nil when it does not tell, and then that of the one before counts.
    mutating func add(position: Int64, time: Double?, isKeyframe: Bool) -> Role {
        guard let time = time ?? last?.time else { return .other }
        let point = PositionSearch.Point(position: position, time: time)
        first = first ?? point
        if time >= last?.time ?? time { last = point }
        guard isKeyframe else { return .other }
        if time <= target + Self.tolerance {
            if let keyframeBefore, keyframeBefore.time > time { return .other }
            keyframeBefore = point
            return .keyframeBefore
        }
        if keyframeAfter != nil { return .other }
        keyframeAfter = point
        return .keyframeAfter
    }

    /// Whether nothing that comes later can be of interest.
    ///
    /// A keyframe at or before the moment never follows a packet that is shown after the moment.
    var isComplete: Bool {
        guard let last, last.time > target + Self.tolerance else { return false }
        return keyframeBefore != nil || keyframeAfter != nil
    }
}
