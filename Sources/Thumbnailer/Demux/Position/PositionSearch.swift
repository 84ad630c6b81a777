/// Finds the keyframe at or before a moment by positions in the object, where the container has no index.
///
/// Decides which window of the object to look at next from what the earlier ones showed. A pure value: it reads nothing.
/// Times are seconds after the video's start, or positions where a stream has no times of its own; positions are bytes.
///
/// The first window ends shortly after the place that interpolation between the known ``Point``s gives. A window that turns
/// out to lie elsewhere in time is corrected by interpolating again; one without a keyframe at or before the moment grows
/// backwards by doubling. It is never a bisection: every window is a request, and a round trip costs as much as 2 MB.
struct PositionSearch {
    /// A moment and where in the object it is.
    struct Point: Equatable {
        var position: Int64
        var time: Double
        /// Bytes per second around it; nil when nobody knows.
        var speed: Double?
    }

    /// What to look at next.
    struct Window: Equatable {
        /// To be fetched with one request, and to be looked at from its beginning on.
        var range: Range<Int64>
        /// The packets from here on have been looked at; their bytes are here up to ``readableEnd``.
        var stop: Int64
        /// A packet that begins before ``stop`` may end as late as this without another request.
        var readableEnd: Int64
    }

    /// Bytes, and how many of them make a second of the video where that is known.
    ///
    /// Encoders put a keyframe into every 2 to 10 seconds. At 8 Mbit/s the first window holds 2 s and the second 3 s, and both
    /// with head and tail stay below 6 MB. Half a second after the moment is enough to have the keyframe there in full, if
    /// the moment is shortly before one.
    private enum Size {
        static let before: ClosedRange<Int64> = 256 << 10...1536 << 10
        static let secondsBefore = 10.0
        static let after: ClosedRange<Int64> = 64 << 10...512 << 10
        static let secondsAfter = 1.0
        static let largest: Int64 = 4 << 20
        /// A keyframe after the moment is taken once so much around the moment was looked at …
        static let enough = 5 << 20
        /// … and none is looked for any more after this, all in all.
        static let limit: Int64 = 24 << 20
    }
    /// How often a window may be replaced by one somewhere else.
    ///
    /// Simulated with twenty bit rates in ten minutes and keyframes every 0.5 to 4 s: with 0.2 to 1.2 MB/s, 149 of 150
    /// keyframes are found (2 corrections without speeds: 145); with 0.03 to 2.5 MB/s, 140 (102).
    private static let corrections = 4
    /// Seconds: as far from a point as this, its speed counts for a half, and for more the nearer it is.
    private static let reach = 60.0
    /// Seconds that tell a speed.
    private static let shortestSpeed = 0.2
    /// A wish has no bounds, but no video lasts 30 000 years, and no object has so many bytes.
    private static let latest = 1e15
    /// Half a millisecond: containers round times.
    private static let tolerance = 0.000_5

    let target: Double
    private let objectSize: Int64
    private let before: Int64
    private let after: Int64
    private var points: [Point]
    /// Looked at without a gap, the last window included; nil before the first one.
    private var covered: Range<Int64>?
    private var firstSeen: Double?
    private var lastSeen: Double?
    private var hasKeyframeBefore = false
    private var hasKeyframeAfter = false
    /// Where the last keyframe at or before the moment was seen: nothing before this is of interest.
    private var floor: Int64 = 0
    private var spent: Int64 = 0
    private var forwardStep: Int64
    private var backwardStep: Int64
    private var corrected = 0

    /// - Parameters:
    ///   - target: The moment; may be after the video's end.
    ///   - rate: Bytes per second, all over; nil where ``target`` is a position.
    ///   - points: What is known already: the video's beginning, and its end if that is known.
    init(target: Double, objectSize: Int64, rate: Double?, points: [Point]) {
        self.target = min(target, Self.latest)
        self.objectSize = objectSize
        self.points = points.sorted { $0.time < $1.time }
        func size(_ seconds: Double, _ bounds: ClosedRange<Int64>) -> Int64 {
            guard let rate, rate * seconds < Double(bounds.upperBound) else { return bounds.upperBound }
            return max(Int64(rate * seconds), bounds.lowerBound)
        }
        before = size(Size.secondsBefore, Size.before)
        after = size(Size.secondsAfter, Size.after)
        forwardStep = after
        backwardStep = before
    }

    /// The next window, or nil when the best keyframe that is worth its bytes has been seen.
    mutating func next() -> Window? {
        guard spent < Size.limit else { return nil }
        guard let covered else { return window(around: estimate) }
        if let lastSeen, lastSeen <= target + Self.tolerance, covered.upperBound < objectSize {
            return forward(from: covered)
        }
        if let firstSeen, firstSeen > target + Self.tolerance, corrected < Self.corrections,
            covered.lowerBound > floor, covered.lowerBound - estimate > before
        {
            corrected += 1
            return window(around: estimate)
        }
        return backward(from: covered)
    }

    /// Takes in what `window` showed.
    mutating func add(_ scan: WindowScan, of window: Window) {
        spent += Int64(window.range.count - (covered?.clamped(to: window.range).count ?? 0))
        // A window that borders on the earlier ones makes them one.
        if let covered, covered.lowerBound <= window.range.upperBound, window.range.lowerBound <= covered.upperBound {
            self.covered =
                min(covered.lowerBound, window.range.lowerBound)..<max(covered.upperBound, window.range.upperBound)
            firstSeen = Self.least(firstSeen, scan.first?.time)
            lastSeen = Self.most(lastSeen, scan.last?.time)
        } else {
            covered = window.range
            firstSeen = scan.first?.time
            lastSeen = scan.last?.time
        }
        if scan.keyframeBefore != nil {
            hasKeyframeBefore = true
            floor = max(floor, window.range.upperBound)
        }
        hasKeyframeAfter = hasKeyframeAfter || scan.keyframeAfter != nil
        add([scan.first, scan.last].compactMap(\.self))
    }

    /// - Parameter ends: Of what was looked at.
    private mutating func add(_ ends: [Point]) {
        var ends = ends
        if let first = ends.first, let last = ends.last, last.time - first.time > Self.shortestSpeed {
            let speed = Double(last.position - first.position) / (last.time - first.time)
            for index in ends.indices where speed > 0 { ends[index].speed = speed }
        }
        points = (points + ends).sorted { $0.time < $1.time }
    }

    /// Where the moment is, as far as is known.
    private var estimate: Int64 {
        let earlier = points.last { $0.time <= target }
        let later = points.first { $0.time > target }
        switch (earlier, later) {
        case (let earlier?, let later?):
            let part = (target - earlier.time) / (later.time - earlier.time)
            let between = Double(earlier.position) + part * Double(later.position - earlier.position)
            let near = [earlier, later].filter { $0.speed != nil }
                .min { abs($0.time - target) < abs($1.time - target) }
            guard let near, let speed = near.speed else { return Int64(between) }
            let along = Double(near.position) + (target - near.time) * speed
            let weight = Self.reach / (Self.reach + abs(target - near.time))
            let inside = min(max(along, Double(earlier.position)), Double(later.position))
            return Int64(weight * inside + (1 - weight) * between)
        case (let earlier?, nil):
            // Beyond what is known: at the speed of all that is.
            guard let first = points.first, earlier.time > first.time else { return earlier.position }
            let speed = Double(earlier.position - first.position) / (earlier.time - first.time)
            let ahead = min((target - earlier.time) * speed, Double(objectSize))
            return min(earlier.position + Int64(max(ahead, 0)), objectSize)
        case (nil, let later?): return later.position
        case (nil, nil): return 0
        }
    }

    private func window(around position: Int64) -> Window {
        let end = min(max(position + after, before + after), objectSize)
        return window(max(min(position - before, end - before), 0)..<end)
    }

    private func window(_ range: Range<Int64>) -> Window {
        Window(range: range, stop: range.upperBound, readableEnd: range.upperBound)
    }

    /// The moment comes after all that was looked at.
    private mutating func forward(from covered: Range<Int64>) -> Window? {
        let distance = estimate - covered.upperBound
        if distance > before, corrected < Self.corrections {
            corrected += 1
            return window(around: estimate)
        }
        if corrected >= Self.corrections, distance > Size.largest, hasKeyframeBefore { return nil }
        let end = min(covered.upperBound + min(max(distance + after, forwardStep), Size.largest), objectSize)
        forwardStep *= 2
        // From the beginning on, all of which is in memory: the last packet was cut.
        return Window(range: covered.lowerBound..<end, stop: end, readableEnd: end)
    }

    /// Nothing of what was looked at is a keyframe at or before the moment, or there is one before a gap.
    private mutating func backward(from covered: Range<Int64>) -> Window? {
        guard covered.lowerBound > floor, !hasKeyframeAfter && !hasKeyframeBefore || covered.count < Size.enough
        else {
            return nil
        }
        backwardStep = min(backwardStep * 2, Size.largest)
        let start = max(covered.lowerBound - backwardStep, floor)
        return Window(
            range: start..<covered.lowerBound, stop: covered.lowerBound, readableEnd: covered.upperBound)
    }

    private static func least(_ a: Double?, _ b: Double?) -> Double? { [a, b].compactMap(\.self).min() }
    private static func most(_ a: Double?, _ b: Double?) -> Double? { [a, b].compactMap(\.self).max() }
}
