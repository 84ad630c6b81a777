/// An axis from 0 to a round number, with round numbers between.
struct ChartAxis: Equatable {
    let upper: Double
    /// From 0 to `upper`.
    let ticks: [Double]

    /// - Parameter maximum: What has to fit; above 0.
    init(upTo maximum: Double) {
        precondition(maximum > 0 && maximum.isFinite)
        var power = 1.0
        while power * 10 <= maximum { power *= 10 }
        while power > maximum { power /= 10 }
        // Of 1, 2 and 5 times a power of ten, the smallest step of which five are enough.
        let step = [0.1, 0.2, 0.5, 1, 2].map { $0 * power }.first { $0 * 5 >= maximum } ?? 5 * power
        let count = Int((maximum / step).rounded(.up))
        upper = step * Double(count)
        ticks = (0...count).map { step * Double($0) }
    }

    func part(_ value: Double) -> Double { value / upper }
}
