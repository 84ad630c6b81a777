/// Timestamps of a stream as seconds after its first one, also where they wrap around.
struct StreamClock: Equatable {
    /// Of the first packet, in units of the time base.
    var first: Int64
    /// Seconds.
    var timeBase: Double
    /// How many bits of a timestamp the container stores: 33 in MPEG transport and program streams (ISO/IEC 13818-1), which
    /// wrap after 26.5 hours; 64 for no wrapping.
    var bits: Int

    /// Less than zero before the first one. Of a clock that wraps, half of its period lies in each direction.
    func seconds(at timestamp: Int64) -> Double {
        let difference = timestamp &- first
        guard (2..<63).contains(bits) else { return (Double(timestamp) - Double(first)) * timeBase }
        let unused = Int64.bitWidth - bits
        return Double((difference << unused) >> unused) * timeBase
    }
}
