import Testing

@testable import thumbbench

struct PercentileDistributionTests {
    @Test func `It is HdrHistogram's, row by row`() throws {
        let text = try #require(PercentileDistribution((1...20).map(Double.init).reversed())).text
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"])
        // Five ticks up to a half, five more up to three quarters, and so on.
        #expect(
            rows[1...7].map { $0[1] } == [
                "0.000000000000", "0.100000000000", "0.200000000000", "0.300000000000", "0.400000000000",
                "0.500000000000", "0.550000000000",
            ])
        #expect(rows[2] == ["2.000", "0.100000000000", "2", "1.11"])
        #expect(rows[6] == ["10.000", "0.500000000000", "10", "2.00"])
        #expect(rows.contains(["20.000", "1.000000000000", "20"]))
        #expect(text.contains("#[Mean    =       10.500, StdDeviation   =        5.766]"))
        #expect(text.hasSuffix("#[Max     =       20.000, Total count    =           20]\n"))
    }

    @Test func `Equal samples are counted together`() throws {
        let text = try #require(PercentileDistribution([5, 5, 5, 7])).text
        #expect(text.contains("5.000 0.000000000000          3"))
        #expect(PercentileDistribution([]) == nil)
    }

    @Test func `Each percentile is at or above the one before`() throws {
        let samples = (0..<1_000).map { Double($0 * 7919 % 1_000) }
        let values = try #require(PercentileDistribution(samples)).text.split(separator: "\n").dropFirst()
            .prefix { !$0.hasPrefix("#") }.compactMap { Double($0.split(separator: " ")[0]) }
        #expect(values.count > 30 && values == values.sorted() && values.last == 999)
    }
}
