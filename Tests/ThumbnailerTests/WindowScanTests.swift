import Testing

@testable import Thumbnailer

@Suite("What a window shows")
struct WindowScanTests {
    @Test("The last keyframe at or before the moment and the first one after it")
    func roles() {
        var scan = WindowScan(target: 2)
        #expect(scan.add(position: 0, time: nil, isKeyframe: true) == .other)
        #expect(scan.add(position: 10, time: 0.9, isKeyframe: false) == .other)
        #expect(scan.add(position: 20, time: 1, isKeyframe: true) == .keyframeBefore)
        #expect(scan.add(position: 30, time: 2, isKeyframe: true) == .keyframeBefore)
        #expect(!scan.isComplete)
        // Leading pictures, which are shown before the keyframe that they follow.
        #expect(scan.add(position: 40, time: 1.9, isKeyframe: false) == .other)
        #expect(scan.add(position: 50, time: nil, isKeyframe: false) == .other)
        #expect(!scan.isComplete)
        #expect(scan.add(position: 60, time: 2.1, isKeyframe: false) == .other)
        #expect(scan.isComplete)
        #expect(scan.add(position: 70, time: 3, isKeyframe: true) == .keyframeAfter)
        #expect(scan.add(position: 80, time: 4, isKeyframe: true) == .other)
        #expect(scan.first == .init(position: 10, time: 0.9))
        #expect(scan.last == .init(position: 80, time: 4))
        #expect(scan.keyframeBefore == .init(position: 30, time: 2))
        #expect(scan.keyframeAfter == .init(position: 70, time: 3))
    }

    @Test("A keyframe without a time has that of the packet before")
    func noTime() {
        var scan = WindowScan(target: 2)
        #expect(scan.add(position: 0, time: 1.5, isKeyframe: false) == .other)
        #expect(scan.add(position: 5, time: nil, isKeyframe: true) == .keyframeBefore)
    }

    @Test("Without a keyframe before the moment, all goes on to the first one after it")
    func after() {
        var scan = WindowScan(target: 2)
        _ = scan.add(position: 0, time: 2.5, isKeyframe: false)
        #expect(!scan.isComplete)
        #expect(scan.add(position: 9, time: 4, isKeyframe: true) == .keyframeAfter)
        #expect(scan.isComplete)
    }

    @Test("A clock of 33 bits goes on where it wraps, in both directions")
    func wrapping() {
        let clock = StreamClock(first: (1 << 33) - 90_000, timeBase: 1 / 90_000, bits: 33)
        #expect(clock.seconds(at: (1 << 33) - 45_000) == 0.5)
        #expect(clock.seconds(at: 90_000) == 2)
        // What a demuxer makes of it that goes on counting, or that counts back.
        #expect(clock.seconds(at: (1 << 33) + 90_000) == 2)
        #expect(clock.seconds(at: -45_000) == 0.5)
        #expect(clock.seconds(at: (1 << 33) - 180_000) == -1)
        let after = StreamClock(first: 45_000, timeBase: 1 / 90_000, bits: 33)
        #expect(after.seconds(at: (1 << 33) - 45_000) == -1)
    }

    @Test("A clock of 64 bits does not wrap")
    func unbounded() {
        let clock = StreamClock(first: -1000, timeBase: 0.001, bits: 64)
        #expect(clock.seconds(at: 1 << 34) == Double((1 << 34) + 1000) * 0.001)
        #expect(clock.seconds(at: .max) > 9e15)
        #expect(StreamClock(first: .max, timeBase: 1, bits: 64).seconds(at: .min) < 0)
    }
}
