import NIOCore
import Testing

@testable import S3

@Suite("Time limits of a body")
struct BodyTimeLimitsTests {
    private let deadline = NIODeadline.uptimeNanoseconds(10_000_000_000)
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("Without a stall limit only the deadline counts")
    func deadlineOnly() {
        let limits = BodyTimeLimits(deadline: deadline, stallLimit: nil)
        #expect(limits.nextCheck(waitingSince: start, now: start) == deadline)
        #expect(limits.exceeded(waitingSince: start, now: deadline - .nanoseconds(1)) == nil)
        #expect(limits.exceeded(waitingSince: nil, now: deadline)?.code == .timeout)
    }

    @Test("A stall counts from when bytes were last waited for, and not while nobody reads")
    func stall() {
        let limits = BodyTimeLimits(deadline: deadline, stallLimit: .seconds(2))
        #expect(limits.exceeded(waitingSince: start, now: start + .milliseconds(1999)) == nil)
        #expect(limits.exceeded(waitingSince: start, now: start + .seconds(2))?.message == "no byte for 2.0 s")
        #expect(limits.exceeded(waitingSince: nil, now: start + .seconds(8)) == nil)
    }

    @Test("The next look is when the limit could be passed, and never after the deadline")
    func nextCheck() {
        let limits = BodyTimeLimits(deadline: deadline, stallLimit: .seconds(2))
        #expect(limits.nextCheck(waitingSince: start, now: start + .seconds(1)) == start + .seconds(2))
        #expect(limits.nextCheck(waitingSince: nil, now: start + .seconds(1)) == start + .seconds(3))
        #expect(limits.nextCheck(waitingSince: start + .seconds(8), now: start + .seconds(8)) == deadline)
    }
}
