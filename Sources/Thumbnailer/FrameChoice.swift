/// Which of a few keyframes is shown when the wanted one shows nothing: a pure value.
///
/// What costs nothing comes first: the sizes of packets, which an index tells. A black or empty picture needs few bytes.
struct FrameChoice {
    /// Keyframes that are decoded, the wanted one included. Each is a request, and a decoded picture.
    static let attempts = 4
    /// Keyframes around the wanted one that are thought of.
    static let before = 2
    static let after = 6
    /// A packet below this part of the others' median is only tried when there is nothing else.
    private static let suspiciousPart = 8

    private static let steps = [0, 1, 3, 6]

    private var order: ArraySlice<Int>
    private var best: FrameQuality?

    /// - Parameters:
    ///   - sizes: Of the keyframes' packets in order of time, in bytes; 0 where the index does not tell.
    ///   - wanted: Which of them is the wanted one.
    init(sizes: [Int64], wanted: Int) {
        let known = sizes.filter { $0 > 0 }.sorted()
        let least = known.isEmpty ? 0 : known[known.count / 2] / Int64(Self.suspiciousPart)
        func isSuspicious(_ number: Int) -> Bool { sizes[number] > 0 && sizes[number] < least }
        // What comes later is nearer to what was asked for than what comes as much earlier: intros are black, not ends.
        // Where no sizes tell what is black, too, the steps grow.
        func distance(_ number: Int) -> Int {
            if known.isEmpty, let step = Self.steps.firstIndex(of: number - wanted) { return step - Self.steps.count }
            return number >= wanted ? 2 * (number - wanted) : 2 * (wanted - number) + 1
        }
        order = sizes.indices.sorted { first, second in
            let (isFirst, isSecond) = (isSuspicious(first), isSuspicious(second))
            return isFirst == isSecond ? distance(first) < distance(second) : isSecond
        }[...].prefix(Self.attempts)
    }

    /// The keyframe to try next; nil once there is one that shows something, or no more to try.
    mutating func next() -> Int? {
        if let best, !best.isDull { return nil }
        return order.popFirst()
    }

    /// - Returns: Whether the picture is the best so far.
    mutating func add(_ quality: FrameQuality) -> Bool {
        guard quality.score > best?.score ?? -1 else { return false }
        best = quality
        return true
    }
}
