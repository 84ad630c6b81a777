import Testing

@testable import thumbbench

struct DistributionTests {
    @Test func `Nothing says nothing`() {
        #expect(Distribution([]) == nil)
        #expect(TrimmedMean.of([]) == nil)
        #expect(TrimmedMean.of(groups: [[], []]) == nil)
    }

    @Test func `Quantiles are values that were seen, the median of an even number the mean of two`() throws {
        let twenty = try #require(Distribution((1...20).map(Double.init).shuffled()))
        #expect([twenty.minimum, twenty.p50, twenty.p90, twenty.p99, twenty.maximum] == [1, 10.5, 18, 20, 20])
        let thousand = try #require(Distribution((1...1_000).map(Double.init).shuffled()))
        #expect([thousand.p50, thousand.p90, thousand.p99, thousand.mean] == [500.5, 900, 990, 500.5])
    }

    @Test func `Of the same samples and seed the interval is the same, of another seed a little different`() throws {
        let samples = (0..<30).map { Double($0 * $0 % 31) + Double($0) / 100 }
        let interval = try #require(Distribution(samples, seed: 1)).medianInterval
        #expect(Distribution(samples.reversed(), seed: 1)?.medianInterval == interval)
        let intervals = Set((1...20).compactMap { Distribution(samples, seed: $0)?.medianInterval.lower })
        #expect(intervals.count > 1)
    }

    /// The median's rank in a resample of n is distributed with a standard deviation of √n / 2.
    @Test(arguments: [101, 401])
    func `The interval is where theory has it`(count: Int) throws {
        let interval = try #require(Distribution((1...count).map(Double.init), seed: 7)).medianInterval
        let (median, deviation) = (Double(count + 1) / 2, Double(count).squareRoot() / 2)
        #expect(abs(interval.lower - (median - 1.96 * deviation)) < 0.4 * deviation)
        #expect(abs(interval.upper - (median + 1.96 * deviation)) < 0.4 * deviation)
        #expect(interval.confidence == 0.95 && interval.resamples == 2_000)
    }

    @Test func `Samples that are all alike leave no doubt`() throws {
        let interval = try #require(Distribution([3, 3, 3, 3])).medianInterval
        #expect(interval.lower == 3 && interval.upper == 3)
    }

    @Test func `The trimmed mean leaves out a fifth at each end`() {
        #expect(TrimmedMean.of([1_000, 1, 2, 3, 4]) == 3)
        #expect(TrimmedMean.of([1, 2, 3, 1_000]) == 251.5)
        #expect(TrimmedMean.of((1...10).map(Double.init) + [1e6, 1e6]) == 6.5)
    }

    @Test func `Of several inputs none is left out for being slow`() {
        #expect(TrimmedMean.of(groups: [[1, 1, 1, 1, 1], [], [11]]) == 6)
    }
}
