/// The moment of a video that its thumbnail shall show.
package enum WantedTime: Sendable, Equatable {
    /// Seconds after the video's start.
    case seconds(Double)
    /// Part of the video's duration, 0 to 1.
    case fraction(Double)

    /// Half of the duration.
    package static let middle = WantedTime.fraction(0.5)

    /// Seconds after the start of a video that lasts `duration` seconds, of which nil is not known.
    func seconds(in duration: Double?) -> Double {
        switch self {
        case .fraction(let fraction): (duration ?? 0) * fraction
        case .seconds(let seconds): min(seconds, duration ?? seconds)
        }
    }

    /// Reads seconds (`90`, `1.5`), `HH:MM:SS` or `MM:SS` with optional decimals, a percentage (`10%`) or `middle`.
    ///
    /// Nil for anything else, negative numbers and more than 100 % included.
    package init?(_ text: some StringProtocol) {
        if text == "middle" {
            self = .middle
        } else if text.last == "%" {
            guard let percent = Self.number(text.dropLast()), percent <= 100 else { return nil }
            self = .fraction(percent / 100)
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...3).contains(parts.count), let last = Self.number(parts[parts.count - 1]) else { return nil }
            var whole = 0
            for part in parts.dropLast() {
                guard let number = Int(part), (0...100_000).contains(number), part.allSatisfy(\.isNumber) else {
                    return nil
                }
                whole = whole * 60 + number
            }
            if parts.count > 1, last >= 60 { return nil }
            self = .seconds(Double(whole) * (parts.count > 1 ? 60 : 1) + last)
        }
    }

    private static func number(_ text: some StringProtocol) -> Double? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
        return Double(text)
    }
}
