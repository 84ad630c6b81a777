/// How much there is to see in a picture, by a sample of its pixels.
struct FrameQuality: Equatable {
    /// Of the luma's values, from 0 for none to 1 for all: so much of the picture is darker than the darkest and brighter
    /// than the brightest fiftieth of it.
    let darkest: Double
    let brightest: Double
    /// Of the luma's histogram, from 0 for a single value to 1 for all values alike.
    let entropy: Double

    private static let bins = 64

    /// - Parameter luma: From 0 to 1.
    init(luma: some Sequence<Double>) {
        var histogram = [Int](repeating: 0, count: Self.bins)
        var count = 0
        for value in luma {
            histogram[min(max(Int(value * Double(Self.bins)), 0), Self.bins - 1)] += 1
            count += 1
        }
        darkest = Self.value(below: count / 50, histogram)
        brightest = Self.value(below: count - count / 50, histogram)
        entropy =
            histogram.reduce(0) { sum, number in
                let part = Double(number) / Double(max(count, 1))
                return number == 0 ? sum : sum - part * part.logarithm2
            } / Double(Self.bins).logarithm2
    }

    /// Below which `number` of the samples are.
    private static func value(below number: Int, _ histogram: [Int]) -> Double {
        var sum = 0
        for (bin, count) in histogram.enumerated() {
            sum += count
            if sum > number || sum == histogram.reduce(0, +) { return (Double(bin) + 0.5) / Double(histogram.count) }
        }
        return 0
    }

    /// Black, white, of one colour, or faded so far that little is to be seen.
    ///
    /// Limited range puts black at 0.06 and white at 0.92. The bounds are chosen, not learnt: a fade is seen as one up to
    /// about a quarter of its way, and a night scene with any light in it is none.
    var isDull: Bool { brightest < 0.25 || darkest > 0.75 || brightest - darkest < 0.15 }

    /// Larger is better; all that is dull is below all that is not.
    var score: Double { entropy + (brightest - darkest) + (isDull ? 0 : 2) }
}

extension Double {
    /// Exact at powers of 2, and else by the line between them: enough to compare histograms, without the C library.
    fileprivate var logarithm2: Double { self > 0 ? Double(exponent) + (significand - 1) : 0 }
}
