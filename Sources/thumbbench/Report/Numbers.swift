extension Double {
    /// With a fixed number of digits after the point, rounded half away from zero.
    ///
    /// By hand: Foundation's formatters bring ICU with them, tens of megabytes of it.
    func formatted(decimals: Int) -> String {
        precondition(isFinite && decimals >= 0)
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        let units = Int64((magnitude * Double(scale)).rounded())
        let sign = self < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(units)" }
        let fraction = "\(units % Int64(scale))"
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(units / Int64(scale)).\(zeros)\(fraction)"
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }

    /// To whole microseconds, for output.
    var roundedMilliseconds: Double { (self / .microseconds(1)).rounded() / 1_000 }
}
