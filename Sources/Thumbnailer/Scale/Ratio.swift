/// A fraction in its lowest terms.
package struct Ratio: Sendable, Equatable {
    package var numerator: Int
    package var denominator: Int

    package static let square = Ratio(numerator: 1, denominator: 1)

    package init(numerator: Int, denominator: Int) {
        let divisor = max(Self.greatestCommonDivisor(numerator, denominator), 1)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package var value: Double { Double(numerator) / Double(denominator) }

    /// Whether pixels can have this aspect ratio. Anamorphic video of all kinds lies between 1:2 and 4:1; headers that say
    /// 0:1, 1:1000 or the like are wrong, and obeying them would leave nothing to see.
    var isPlausible: Bool { numerator > 0 && denominator > 0 && (1.0 / 16...16).contains(value) }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a.magnitude, b.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        return Int(clamping: a)
    }
}
