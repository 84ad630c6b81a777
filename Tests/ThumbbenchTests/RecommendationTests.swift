import Testing

@testable import thumbbench

struct RecommendationTests {
    private static func candidate(
        _ power: Int, _ cost: Double, _ duration: Double, interval: Double? = nil
    ) -> Candidate {
        Candidate(
            power: power, cost: cost, duration: duration,
            interval: interval.map {
                .init(lower: duration - $0, upper: duration + $0, confidence: 0.95, resamples: 2_000)
            })
    }

    private func best(_ candidates: [Candidate], _ strategy: Strategy, weight: Double = 0.5) -> Int? {
        Candidate.ranked(candidates, by: strategy, balancedWeight: weight).first?.power
    }

    @Test func `Cost wants the cheapest and of equals the fastest, speed the other way round`() {
        let candidates = [
            Self.candidate(1, 3, 2), Self.candidate(2, 2, 2), Self.candidate(3, 2, 1), Self.candidate(4, 9, 1),
        ]
        #expect(best(candidates, .cost) == 3)
        #expect(best(candidates, .speed) == 3)
        #expect(best([], .cost) == nil)
    }

    @Test(arguments: [(0.0, 1_024), (0.1, 1_024), (0.5, 512), (1.0, 128)])
    func `Balanced weighs both as parts of the highest`(weight: Double, megabytes: Int) {
        let candidates = [Self.candidate(128, 1, 500), Self.candidate(512, 1.4, 160), Self.candidate(1_024, 2.2, 120)]
        #expect(best(candidates, .balanced, weight: weight) == megabytes)
    }

    @Test func `The knee is where the curve bends`() {
        let curve = zip([128, 256, 512, 1_024, 1_769], [503.0, 300, 160, 117, 112]).map { Self.candidate($0, 1, $1) }
        #expect(Candidate.knee(of: curve) == 512)
        #expect(Candidate.knee(of: Array(curve.prefix(2))) == nil)
        #expect(Candidate.knee(of: curve.map { Self.candidate($0.power, 1, 100) }) == nil)
        // A straight line bends nowhere.
        #expect(Candidate.knee(of: [(0, 3.0), (1, 2), (2, 1)].map { Self.candidate($0, 1, $1) }) == nil)
    }

    @Test func `The reason compares with the tiers beside it`() throws {
        let candidates = [
            Self.candidate(128, 1.2e-6, 500), Self.candidate(256, 1e-6, 200), Self.candidate(512, 1.5e-6, 160),
        ]
        let reason = try #require(
            Recommendation(candidates, strategy: .cost, balancedWeight: 0.5, basis: .warm)
        ).reason
        #expect(
            reason == """
                256 MB cost least, 1.00 USD of compute for a million warm thumbnails, 200 ms each: 128 MB take 2.50 times as \
                long at 0.50 times the price of a millisecond, and 512 MB are only 1.25 times as fast at 2.00 times the \
                price of a millisecond.
                """)
        let only = try #require(
            Recommendation([candidates[0]], strategy: .speed, balancedWeight: 0.5, basis: .cold))
        #expect(only.reason.contains("it is the largest tier that was measured"))
        #expect(Recommendation([], strategy: .cost, balancedWeight: 0.5, basis: .warm) == nil)
    }

    @Test func `What this run cannot tell apart is said`() throws {
        func ties(_ interval: Double, _ strategy: Strategy) -> [Int]? {
            let candidates = [
                Self.candidate(128, 1.04e-6, 504, interval: interval),
                Self.candidate(256, 1e-6, 250, interval: interval),
                Self.candidate(512, 2e-6, 245, interval: interval),
            ]
            return Recommendation(candidates, strategy: strategy, balancedWeight: 0.5, basis: .warm)?.tiedWith
        }
        #expect(ties(1, .cost) == [])
        #expect(ties(8, .cost) == [128])
        #expect(ties(1, .speed) == [])
        #expect(ties(3, .speed) == [256])
    }
}
