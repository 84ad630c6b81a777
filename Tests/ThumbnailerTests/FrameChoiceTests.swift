import Testing

@testable import Thumbnailer

@Suite("Which of a few keyframes is shown")
struct FrameChoiceTests {
    static let dull = FrameQuality(luma: [Double](repeating: 0.06, count: 1000))
    static let grey = FrameQuality(luma: [Double](repeating: 0.5, count: 1000))
    static let picture = FrameQuality(luma: (0..<1000).map { Double($0) / 1000 })

    /// The keyframes that are tried while none shows anything.
    private static func order(_ sizes: [Int64], wanted: Int) -> [Int] {
        var choice = FrameChoice(sizes: sizes, wanted: wanted)
        var order: [Int] = []
        while let number = choice.next() {
            order.append(number)
            _ = choice.add(dull)
        }
        return order
    }

    @Test(
        "The wanted one comes first, then its neighbours, and tiny ones last",
        arguments: [
            ([90, 90, 90, 90, 90], 1, [1, 2, 0, 3]), ([90, 90, 90, 90, 90], 4, [4, 3, 2, 1]),
            ([90, 2, 90, 90, 90], 1, [2, 0, 3, 4]), ([2, 2, 2, 90, 90, 95, 100], 1, [3, 4, 5, 6]),
            ([2, 90], 0, [1, 0]), ([5], 0, [0]), ([2, 2, 2], 0, [0, 1, 2]), ([], 0, []),
            ([30, 90, 90, 90], 0, [0, 1, 2, 3]),
        ] as [([Int64], Int, [Int])])
    func order(sizes: [Int64], wanted: Int, expected: [Int]) {
        #expect(Self.order(sizes, wanted: wanted) == expected)
    }

    @Test("Where nobody knows the sizes, the steps grow")
    func unknownSizes() {
        #expect(Self.order([Int64](repeating: 0, count: 9), wanted: 2) == [2, 3, 5, 8])
        #expect(Self.order([0, 0, 0], wanted: 2) == [2, 1, 0])
    }

    @Test("The search ends with the first picture that shows something")
    func ends() {
        var choice = FrameChoice(sizes: [9, 9, 9, 9, 9], wanted: 0)
        #expect(choice.next() == 0)
        let isFirstBest = choice.add(Self.dull)
        #expect(isFirstBest)
        #expect(choice.next() == 1)
        let isSecondBest = choice.add(Self.picture)
        #expect(isSecondBest)
        #expect(choice.next() == nil)
    }

    @Test("Of several dull ones the best is kept")
    func best() {
        var choice = FrameChoice(sizes: [9, 9, 9, 9], wanted: 0)
        let half = FrameQuality(luma: (0..<1000).map { 0.4 + 0.1 * Double($0) / 1000 })
        #expect(half.isDull)
        for (quality, isBest) in [(Self.dull, true), (half, true), (Self.grey, false)] {
            _ = choice.next()
            let isBetter = choice.add(quality)
            #expect(isBetter == isBest)
        }
    }
}

@Suite("How much there is to see in a picture")
struct FrameQualityTests {
    /// A gradient between two values.
    private static func luma(_ from: Double, _ to: Double) -> FrameQuality {
        FrameQuality(luma: (0..<6400).map { from + (to - from) * Double($0) / 6400 })
    }

    @Test(
        "Black, white, flat and faded are dull, and nothing else",
        arguments: [
            (0.06, 0.06, true), (0.92, 0.92, true), (0.5, 0.5, true), (0, 0.2, true), (0.8, 1, true),
            (0.45, 0.55, true), (0.06, 0.92, false), (0.06, 0.4, false), (0.3, 0.6, false), (0.6, 0.95, false),
        ])
    func dull(from: Double, to: Double, isDull: Bool) {
        #expect(Self.luma(from, to).isDull == isDull)
    }

    @Test("A few bright pixels do not make a black picture a good one")
    func title() {
        let luma = [Double](repeating: 0.06, count: 9900) + [Double](repeating: 0.9, count: 100)
        #expect(FrameQuality(luma: luma).isDull)
    }

    @Test("More contrast and more different values are better")
    func score() {
        #expect(Self.luma(0.06, 0.92).score > Self.luma(0.3, 0.6).score)
        let two = FrameQuality(luma: (0..<1000).map { $0 % 2 == 0 ? 0.06 : 0.92 })
        #expect(Self.luma(0.06, 0.92).score > two.score)
        #expect(two.score > Self.luma(0.5, 0.5).score)
    }

    @Test("Every value has a place, and none at all is dull", arguments: [[], [0], [1], [-1], [2]])
    func bounds(luma: [Double]) {
        #expect(FrameQuality(luma: luma).isDull)
    }
}
