import Testing

@testable import Thumbnailer

@Suite("Choosing a keyframe without an index")
struct PacketScanTests {
    /// Ten frames a second, one keyframe each second, from 1.4 s to 4.4 s; B-frames come after what they refer to.
    private static func scan(hasTimestamps: Bool = true) -> PacketScan {
        var scan = PacketScan()
        for second in 0..<3 {
            for frame in [0, 2, 1, 4, 3, 6, 5, 8, 7, 9] {
                scan.add(
                    timestamp: hasTimestamps ? 1400 + Int64(second * 1000 + frame * 100) : nil, isKeyframe: frame == 0)
            }
        }
        return scan
    }

    @Test(
        "The last one at or before the wanted time, counted from the first frame",
        arguments: [
            (.seconds(0), 0), (.seconds(0.99), 0), (.seconds(1), 10), (.seconds(2.5), 20), (.seconds(1e300), 20),
            (.fraction(0), 0), (.fraction(0.33), 0), (.fraction(1 / 3), 10), (.middle, 10), (.fraction(1), 20),
        ] as [(WantedTime, Int)])
    func timestamps(wanted: WantedTime, packetsBefore: Int) {
        #expect(Self.scan().keyframe(at: wanted, timeBase: 0.001) == packetsBefore)
    }

    @Test(
        "Without timestamps it is the first one",
        arguments: [.seconds(2), .fraction(0), .middle, .fraction(1)] as [WantedTime])
    func numbers(wanted: WantedTime) {
        #expect(Self.scan(hasTimestamps: false).keyframe(at: wanted, timeBase: 0.001) == 0)
    }

    @Test("Before the first keyframe there is the first keyframe, and without any there is none")
    func edges() {
        var scan = PacketScan()
        #expect(scan.keyframe(at: .middle, timeBase: 1) == nil)
        scan.add(timestamp: 0, isKeyframe: false)
        #expect(scan.keyframe(at: .middle, timeBase: 1) == nil)
        scan.add(timestamp: 10, isKeyframe: true)
        #expect(scan.keyframe(at: .seconds(0), timeBase: 1) == 1)
        scan.add(timestamp: .max, isKeyframe: false)
        scan.add(timestamp: .min + 1, isKeyframe: true)
        #expect(scan.keyframe(at: .fraction(0), timeBase: 1) == 3)
        #expect(scan.keyframe(at: .fraction(1), timeBase: 1) == 3)
    }
}
