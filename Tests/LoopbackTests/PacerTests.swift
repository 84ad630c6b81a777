import NIOCore
import Testing

@testable import Loopback

@Suite struct PacerTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test func `each part leaves when the link would have delivered it`() {
        var pacer = Pacer(bytesPerSecond: 1_000_000)
        let first = pacer.departure(of: 2000, now: start)
        let second = pacer.departure(of: 2000, now: first)
        let short = pacer.departure(of: 500, now: second)
        #expect(
            [first - start, second - start, short - start] == [.milliseconds(2), .milliseconds(4), .microseconds(4500)])
    }

    @Test func `a late timer is made up for`() {
        var pacer = Pacer(bytesPerSecond: 1_000_000)
        let first = pacer.departure(of: 2000, now: start)
        #expect(pacer.departure(of: 2000, now: first + .milliseconds(9)) == start + .milliseconds(4))
    }

    @Test func `a client that did not read gets no burst for it`() {
        var pacer = Pacer(bytesPerSecond: 1_000_000)
        _ = pacer.departure(of: 2000, now: start)
        let back = start + .seconds(5)
        var last = start
        var count = 0
        repeat {
            last = pacer.departure(of: 2000, now: back)
            count += 1
        } while last <= back
        // Ten milliseconds of catching up are five parts of two, and the sixth has to wait.
        #expect(count == 6)
    }

    @Test func `without a bandwidth everything leaves at once`() {
        var pacer = Pacer(bytesPerSecond: nil)
        #expect(pacer.departure(of: 1 << 30, now: start) == start)
    }

    @Test(arguments: [(90_000_000, 65536), (10_000_000, 20000), (1000, 1024)])
    func `parts are two milliseconds of the link, within bounds`(bytesPerSecond: Int, partBytes: Int) {
        #expect(Pacer(bytesPerSecond: bytesPerSecond).partBytes == partBytes)
    }
}
