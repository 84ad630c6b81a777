import RangeReader
import Testing

@Suite("Hedging")
struct HedgingTests {
    private func measured(_ milliseconds: [Int]) -> Hedging {
        var hedging = Hedging()
        for time in milliseconds { hedging.answered(after: .milliseconds(time)) }
        return hedging
    }

    @Test("Without enough measurements one waits for what is long for S3")
    func atFirst() {
        #expect(Hedging().patience == .milliseconds(500))
        #expect(measured(Array(repeating: 60, count: 19)).patience == .milliseconds(500))
    }

    @Test("With them it is twice the time within which 95 % of the answers came, the newest hundred of them")
    func measured() {
        #expect(measured(Array(1...100)).patience == .milliseconds(192))
        #expect(measured(Array(repeating: 9000, count: 50) + Array(1...100)).patience == .milliseconds(192))
        #expect(measured(Array(repeating: 1, count: 100)).patience == Hedging.leastPatience)
    }

    @Test("Two second requests may be sent, and then one for every twenty answers")
    func cap() {
        var hedging = Hedging()
        let first = (0..<3).map { _ in hedging.takeHedge() }
        #expect(first == [true, true, false])
        for _ in 0..<21 { hedging.answered(after: .zero) }
        let second = (0..<2).map { _ in hedging.takeHedge() }
        #expect(second == [true, false])
        for _ in 0..<1000 { hedging.answered(after: .zero) }
        let third = (0..<3).map { _ in hedging.takeHedge() }
        #expect(third == [true, true, false])
    }
}
