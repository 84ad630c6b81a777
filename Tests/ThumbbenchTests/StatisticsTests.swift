import Testing

@testable import thumbbench

struct StatisticsTests {
    @Test func `Nothing says nothing`() {
        #expect(Statistics([]) == nil)
    }

    @Test func `One sample is all of it`() throws {
        let statistics = try #require(Statistics([4.5]))
        #expect(
            [statistics.minimum, statistics.median, statistics.p90, statistics.maximum, statistics.mean] == [
                4.5, 4.5, 4.5, 4.5, 4.5,
            ])
    }

    @Test func `The order of the samples does not matter`() throws {
        let statistics = try #require(Statistics((1...20).map(Double.init).shuffled()))
        #expect(statistics.count == 20)
        #expect(statistics.minimum == 1)
        #expect(statistics.median == 10.5)
        #expect(statistics.p90 == 18)
        #expect(statistics.maximum == 20)
        #expect(statistics.mean == 10.5)
    }

    @Test(arguments: [(5, 5.0), (9, 9), (10, 9), (11, 10), (100, 90)])
    func `The 90th percentile is the nearest rank`(count: Int, expected: Double) {
        #expect(Statistics((1...count).map(Double.init))?.p90 == expected)
    }

    @Test(arguments: [
        (0.0, 1, "0.0"), (0.05, 1, "0.1"), (1.04, 1, "1.0"), (9.96, 1, "10.0"), (57.885, 2, "57.89"),
        (1234.5, 0, "1235"),
        (-0.04, 1, "0.0"), (-2.5, 1, "-2.5"), (3.007, 2, "3.01"), (3.005, 3, "3.005"),
    ])
    func `Numbers have as many decimals as asked for`(value: Double, decimals: Int, text: String) {
        #expect(value.formatted(decimals: decimals) == text)
    }
}
