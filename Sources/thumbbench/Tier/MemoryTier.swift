/// A memory setting of Lambda, and the share of a CPU that comes with it.
struct MemoryTier: Sendable, Equatable {
    /// Lambda's own limits (its page on quotas).
    static let allowedMegabytes = 128...10_240

    /// "At 1,769 MB, a function has the equivalent of one vCPU" (Lambda's page on memory).
    static let megabytesPerCPU = 1_769

    /// Lambda hands out CPU time in windows of this length: a function of 128 MB was seen to run 1.45 ms in each.
    static let periodMicroseconds = 20_000

    /// Megabytes in Lambda's sense, 2^20 bytes each.
    let megabytes: Int

    var bytes: Int64 { Int64(megabytes) << 20 }

    /// CPUs, as a fraction.
    var cpus: Double { Double(megabytes) / Double(Self.megabytesPerCPU) }

    /// CPU time in each period, in microseconds.
    var quotaMicroseconds: Int {
        (megabytes * Self.periodMicroseconds + Self.megabytesPerCPU / 2) / Self.megabytesPerCPU
    }

    /// Why a host with so many CPUs cannot show how the tier runs, or nil when it can.
    /// - Parameter environments: So many of it at a time.
    func obstacle(hostCPUs: Int, sideBySide environments: Int = 1) -> String? {
        let largest = hostCPUs * Self.megabytesPerCPU
        guard megabytes * environments > largest else { return nil }
        if megabytes <= largest {
            return """
                \(environments) times \(megabytes) MB come with \((cpus * Double(environments)).formatted(decimals: 2)) \
                CPUs on Lambda and this host has \(hostCPUs): it can show \(largest / megabytes) at a time.
                """
        }
        return """
            \(megabytes) MB come with \(cpus.formatted(decimals: 2)) CPUs on Lambda and this host has \(hostCPUs): \
            the largest tier that it can show is \(min(largest, Self.allowedMegabytes.upperBound)) MB.
            """
    }
}
