import Testing

@testable import Loopback

/// Which request gets which fault, without a server.
@Suite struct FaultPlanTests {
    private func request(_ key: String, _ range: Range<Int64>? = nil, method: String = "GET") -> FaultPlan.Request {
        FaultPlan.Request(method: method, bucket: "b", key: key, range: range)
    }

    @Test func `only the requests that match are counted`() {
        var plan = FaultPlan([.init(.hang, at: 2, method: "GET", keyPrefix: "a/")])
        let faults = ["GET a/1", "PUT a/1", "GET b/1", "GET a/2", "GET a/1"].map { line in
            let words = line.split(separator: " ").map(String.init)
            return plan.fault(for: request(words[1], method: words[0]))
        }
        #expect(faults == [nil, nil, nil, .hang, nil])
    }

    @Test func `every occurrence counts each request, and the first that hits is taken`() {
        var plan = FaultPlan([
            .init(.hang, at: 2), .init(.lostAnswer, at: 1, method: "PUT"), .init(.error(.slowDown), at: 2...3),
        ])
        let faults = ["PUT", "GET", "PUT", "PUT"].map { plan.fault(for: request("k", method: $0)) }
        #expect(faults == [.lostAnswer, .hang, .error(.slowDown), nil])
    }

    @Test func `a copy of a plan counts on its own`() {
        var plan = FaultPlan([.init(.hang, at: 2)])
        _ = plan.fault(for: request("k"))
        var copy = plan
        #expect(copy.fault(for: request("k")) == .hang)
        #expect(plan.fault(for: request("k")) == .hang)
    }

    @Test func `a request on a dead connection is counted and lost`() {
        var plan = FaultPlan([.init(.hang, at: 2...3)])
        let faults = [false, true, false, false].map { plan.fault(for: request("k"), onDeadConnection: $0) }
        #expect(faults == [nil, .deadKeepAlive, .hang, nil])
    }

    private func mix(
        share: Double, of faults: [(LoopbackS3.Fault, Double)] = LoopbackS3.Fault.transient.map { ($0, 1) },
        seed: UInt64 = 1, longestRun: Int = .max
    ) -> FaultPlan {
        FaultPlan(mix: FaultMix(share: share, of: faults, seed: seed, longestRun: longestRun))
    }

    /// Three tries of a range of each of a thousand objects.
    private var reads: [FaultPlan.Request] {
        (0..<3000).map { request("video-\($0 % 1000)", 0..<100) }
    }

    @Test(arguments: [0, 0.05, 0.2, 0.5, 1])
    func `the share of requests that are hit is about the one asked for`(share: Double) {
        for seed in 1...5 as ClosedRange<UInt64> {
            var plan = mix(share: share, seed: seed)
            let hits = reads.count { plan.fault(for: $0) != nil }
            // Four standard deviations.
            #expect(abs(Double(hits) - 3000 * share) <= 4 * (3000 * share * (1 - share)).squareRoot())
        }
    }

    @Test func `faults come as often as their weights say`() {
        var plan = mix(share: 1, of: [(.hang, 1), (.resetBeforeAnswer, 3)])
        let hangs = reads.count { plan.fault(for: $0) == .hang }
        #expect((650...850).contains(hangs))
    }

    @Test func `a seed gives the same faults again, in whatever order different requests come`() {
        func faults(seed: UInt64, _ reads: [FaultPlan.Request]) -> [FaultPlan.Request: [LoopbackS3.Fault?]] {
            var plan = mix(share: 0.3, seed: seed)
            var faults: [FaultPlan.Request: [LoopbackS3.Fault?]] = [:]
            for read in reads { faults[read, default: []].append(plan.fault(for: read)) }
            return faults
        }
        let once = faults(seed: 1, reads)
        #expect(faults(seed: 1, reads.shuffled()) == once)
        #expect(faults(seed: 2, reads) != once)
        // Every try is drawn anew.
        #expect(once.values.contains { $0[0] == nil && $0[1] != nil })
        #expect(once.values.contains { $0[0] != nil && $0[1] == nil })
    }

    @Test func `a read is hit no more than so often in a row, also where it goes on from its last byte`() {
        var plan = mix(share: 1, longestRun: 2)
        let hits = (0..<6).map { plan.fault(for: request("k", Int64($0)..<100)) != nil }
        #expect(hits == [true, true, false, true, true, false])
        // Other reads of the object are counted on their own.
        #expect(plan.fault(for: request("k", 0..<100)) != nil)
        #expect((0..<2).allSatisfy { _ in plan.fault(for: request("k", 0..<50)) != nil })
        #expect(plan.fault(for: request("k", 0..<50)) == nil)
    }

    @Test func `the limit holds for dead connections and chosen requests too`() {
        var plan = FaultPlan(
            [.init(.hang, at: 1...2)], mix: FaultMix(share: 0, of: [(.hang, 1)], seed: 1, longestRun: 2))
        let hits = (0..<5).map { plan.fault(for: request("k"), onDeadConnection: $0 == 2) }
        #expect(hits == [.hang, .hang, nil, nil, nil])
    }

    @Test func `a request gets only faults that make a difference to it`() {
        let faults: [LoopbackS3.Fault] = [.lostAnswer, .close(afterBytes: 1), .ignoreRange]
        func drawn(_ request: FaultPlan.Request) -> Set<LoopbackS3.Fault> {
            var plan = mix(share: 1, of: faults.map { ($0, 1) })
            return Set((0..<50).compactMap { _ in plan.fault(for: request) })
        }
        #expect(drawn(request("k", method: "PUT")) == [.lostAnswer])
        #expect(drawn(request("k")) == [.close(afterBytes: 1)])
        #expect(drawn(request("k", 0..<9)) == [.close(afterBytes: 1), .ignoreRange])
        #expect(drawn(request("k", method: "HEAD")) == [])
    }

    @Test func `the random numbers are SplitMix64's`() {
        // The reference implementation's for this seed.
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            [random.next(), random.next(), random.next()] == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}
