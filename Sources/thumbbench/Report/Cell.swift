/// Text for a cell of a table; a hyphen where nothing was measured.
enum Cell {
    static func number(_ value: Double?, decimals: Int = 0) -> String {
        value.map { $0.formatted(decimals: decimals) } ?? "-"
    }

    /// Milliseconds: a decimal only where it says something.
    static func milliseconds(_ value: Double?) -> String {
        number(value, decimals: (value ?? 0) < 99.95 ? 1 : 0)
    }

    /// The tiers' megabytes are of 2^20 bytes, so memory is too.
    static func megabytes(_ bytes: Int64?) -> String { number(bytes.map { Double($0) / 1_048_576 }) }

    /// US dollars.
    static func dollars(_ value: Double?) -> String { number(value, decimals: 2) }

    /// A whole number when it is the same each time.
    static func count(_ value: Double?) -> String {
        number(value, decimals: value.map { $0 == $0.rounded() } ?? true ? 0 : 1)
    }

    /// "98–103", in milliseconds.
    static func interval(_ interval: Distribution.Interval?) -> String {
        interval.map { "\(milliseconds($0.lower))–\(milliseconds($0.upper))" } ?? "-"
    }
}
