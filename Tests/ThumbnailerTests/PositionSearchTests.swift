import Testing

@testable import Thumbnailer

@Suite("Finding a keyframe by position")
struct PositionSearchTests {
    /// A stream of which every packet is known: 25 packets a second, as large as `bytesPerSecond` says.
    private struct Stream {
        var packets: [(position: Int64, time: Double, isKeyframe: Bool)] = []
        var size: Int64 = 0

        init(seconds: Int, keyframeEvery: Double, bytesPerSecond: (Double) -> Double) {
            var nextKeyframe = 0.0
            for number in 0..<seconds * 25 {
                let time = Double(number) / 25
                let isKeyframe = time >= nextKeyframe
                if isKeyframe { nextKeyframe += keyframeEvery }
                packets.append((size, time, isKeyframe))
                size += Int64(bytesPerSecond(time) / 25)
            }
        }

        func end(_ index: Int) -> Int64 { index + 1 < packets.count ? packets[index + 1].position : size }
    }

    private struct Outcome {
        var windows: [PositionSearch.Window] = []
        var bytes: Int64 = 0
        var keyframe: Double?
    }

    /// What a demuxer would find in the windows, as `FrameSearch` goes through them.
    private func run(
        _ stream: Stream, target: Double, knowsEnd: Bool = true, points: [PositionSearch.Point]? = nil
    ) -> Outcome {
        let last = stream.packets.last!
        let known =
            points ?? [.init(position: 0, time: 0)]
            + (knowsEnd ? [.init(position: last.position, time: last.time)] : [])
        var search = PositionSearch(
            target: target, objectSize: stream.size, rate: knowsEnd ? Double(stream.size) / last.time : nil,
            points: known)
        var outcome = Outcome()
        var fetched: [Range<Int64>] = []
        var before: Double?
        var after: Double?
        while let window = search.next(), outcome.windows.count < 50 {
            outcome.windows.append(window)
            var scan = WindowScan(target: target)
            for (index, packet) in stream.packets.enumerated()
            where packet.position >= window.range.lowerBound && packet.position < window.stop
                && stream.end(index) <= window.readableEnd && !scan.isComplete
            {
                switch scan.add(position: packet.position, time: packet.time, isKeyframe: packet.isKeyframe) {
                case .keyframeBefore: before = max(before ?? packet.time, packet.time)
                case .keyframeAfter: after = min(after ?? packet.time, packet.time)
                case .other: break
                }
            }
            let overlap = fetched.reduce(0) { $0 + Int64($1.clamped(to: window.range).count) }
            outcome.bytes += Int64(window.range.count) - overlap
            if overlap < Int64(window.range.count) { fetched = merge(fetched, window.range) }
            search.add(scan, of: window)
        }
        outcome.keyframe = before ?? after
        return outcome
    }

    private func merge(_ ranges: [Range<Int64>], _ new: Range<Int64>) -> [Range<Int64>] {
        var new = new
        var rest: [Range<Int64>] = []
        for range in ranges {
            if range.lowerBound <= new.upperBound, new.lowerBound <= range.upperBound {
                new = min(range.lowerBound, new.lowerBound)..<max(range.upperBound, new.upperBound)
            } else {
                rest.append(range)
            }
        }
        return rest + [new]
    }

    private func keyframe(_ stream: Stream, at target: Double) -> Double? {
        stream.packets.last { $0.isKeyframe && $0.time <= target + 0.000_5 }?.time
    }

    @Test(
        "A constant bit rate and a keyframe a second cost one window, which ends shortly after the moment",
        arguments: [3.0, 150.0, 299.9, 300.0, 444.44, 599.96])
    func constant(target: Double) throws {
        let stream = Stream(seconds: 600, keyframeEvery: 1) { _ in 1e6 }
        let outcome = run(stream, target: target)
        #expect(outcome.keyframe == keyframe(stream, at: target))
        #expect(outcome.windows.count == 1)
        let window = try #require(outcome.windows.first).range
        #expect(window.count <= 2 << 20)
        #expect(window.upperBound - Int64(target * 1e6) <= 512 << 10)
    }

    @Test("Keyframes every two seconds of 8 Mbit/s cost at most two windows and 6 MB with head and tail")
    func twoSeconds() {
        let stream = Stream(seconds: 600, keyframeEvery: 2) { _ in 1e6 }
        for target in stride(from: 0.7, to: 600, by: 7.3) {
            let outcome = run(stream, target: target)
            #expect(outcome.keyframe == keyframe(stream, at: target))
            #expect(outcome.windows.count <= 2)
            #expect(outcome.bytes + 2 * (128 << 10) <= 6_000_000)
        }
    }

    @Test("A bit rate that varies is corrected by interpolation", arguments: [10.0, 200, 301, 400, 590])
    func variable(target: Double) {
        // A quiet first half, and a second one of ten times as many bytes, twice as many in every other minute.
        let stream = Stream(seconds: 600, keyframeEvery: 2) { time in
            (time < 300 ? 2e5 : 2e6) * (Int(time / 60) % 2 == 0 ? 1 : 0.5)
        }
        let outcome = run(stream, target: target)
        #expect(outcome.keyframe == keyframe(stream, at: target))
        #expect(outcome.windows.count <= 6)
        #expect(outcome.bytes + 2 * (128 << 10) <= 16_000_000)
    }

    @Test("A slow stream costs as little as ten seconds of it")
    func slow() {
        let stream = Stream(seconds: 1200, keyframeEvery: 5) { _ in 40_000 }
        let outcome = run(stream, target: 600.1)
        #expect(outcome.keyframe == 600)
        #expect(outcome.windows.count == 1)
        #expect(outcome.bytes <= 466_000)
    }

    @Test("Where the end is unknown, the first window tells how fast it goes")
    func unknownEnd() {
        let stream = Stream(seconds: 600, keyframeEvery: 1) { _ in 1e6 }
        let outcome = run(stream, target: 400.5, knowsEnd: false)
        #expect(outcome.keyframe == 400)
        #expect(outcome.windows.count == 2)
    }

    @Test("A group of pictures beyond what is worth its bytes gives the keyframe after the moment")
    func longGroup() {
        let stream = Stream(seconds: 600, keyframeEvery: 20) { _ in 1e6 }
        // Shortly before the keyframe at 300 s, which the first window reaches.
        let near = run(stream, target: 299.95)
        #expect(near.keyframe == 300)
        #expect(near.windows.count == 2)
        #expect(near.bytes + 2 * (128 << 10) <= 6_000_000)
        // Nothing is near: backwards until there is something.
        let far = run(stream, target: 290)
        #expect(far.keyframe == 280)
        #expect(far.bytes <= 14_000_000)
        #expect(far.windows.count <= 4)
    }

    @Test("A stream without any keyframe is given up")
    func none() {
        let stream = Stream(seconds: 600, keyframeEvery: 1e9) { _ in 1e6 }
        let outcome = run(stream, target: 300)
        #expect(outcome.keyframe == nil)
        #expect(outcome.windows.count <= 8)
        #expect(outcome.bytes <= 30_000_000)
    }

    @Test("Windows that only grow backwards border on each other")
    func backwards() {
        let stream = Stream(seconds: 600, keyframeEvery: 1e9) { _ in 1e6 }
        let windows = run(stream, target: 300).windows
        for (later, earlier) in zip(windows, windows.dropFirst()) {
            #expect(earlier.range.upperBound == later.range.lowerBound)
            #expect(earlier.stop == later.range.lowerBound)
            #expect(earlier.readableEnd == windows[0].range.upperBound)
        }
    }

    @Test("A moment that no clock has is the end", arguments: [1e9, 1e300, .infinity])
    func absurd(target: Double) {
        let stream = Stream(seconds: 60, keyframeEvery: 1) { _ in 1e6 }
        let outcome = run(stream, target: target)
        #expect(outcome.keyframe == 59)
        #expect(outcome.windows.count == 1)
    }

    @Test("Points that contradict the stream end the search all the same")
    func contradiction() {
        let stream = Stream(seconds: 600, keyframeEvery: 2) { _ in 1e6 }
        let outcome = run(
            stream, target: 30, points: [.init(position: 0, time: 0), .init(position: stream.size, time: 31)])
        #expect(outcome.keyframe != nil)
        #expect(outcome.windows.count <= 8)
        #expect(run(stream, target: 30, points: []).windows.count <= 10)
    }

    /// The same numbers in every run (Knuth's multiplier and increment).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64 = 1

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    @Test("Bit rates that change all the time, and any distance of keyframes: nearly always the one before the moment")
    func anything() {
        var random = Numbers()
        var found = 0
        var cheap = 0
        for _ in 0..<60 {
            let distance = Double.random(in: 0.5...4, using: &random)
            let rates = (0..<20).map { _ in Double.random(in: 2e5...1.2e6, using: &random) }
            let stream = Stream(seconds: 600, keyframeEvery: distance) { rates[Int($0 / 30)] }
            let target = Double.random(in: 0...620, using: &random)
            let outcome = run(stream, target: target)
            found += outcome.keyframe == keyframe(stream, at: target) ? 1 : 0
            cheap += outcome.bytes <= 8_000_000 ? 1 : 0
            #expect(outcome.windows.count <= 8)
            #expect(outcome.bytes <= 24_000_000)
        }
        #expect(found >= 57)
        #expect(cheap >= 50)
    }
}
