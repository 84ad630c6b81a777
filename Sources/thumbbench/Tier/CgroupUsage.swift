/// What a cgroup counted since it was made. Nil where this kernel does not count it.
struct CgroupUsage: Sendable, Equatable {
    /// Everything charged to the cgroup at once: the process, its part of the page cache and the kernel's own memory.
    var peakMemoryBytes: Int64?
    /// How often the kernel killed a process inside because the limit was reached.
    var outOfMemoryKills: Int?
    /// How long processes had to wait for the next period, added up over the host's CPUs.
    var throttled: Duration?
    /// In how many periods all of the quota was used up.
    var throttledPeriods: Int?

    /// Reads the kernel's statistics files.
    /// - Parameters:
    ///   - cpuStatistics: `cpu.stat`: `throttled_time` in nanoseconds (version 1), `throttled_usec` (version 2),
    ///     `nr_throttled`.
    ///   - memoryEvents: `memory.oom_control` (version 1) or `memory.events` (version 2); both have `oom_kill`.
    ///   - memoryPeak: `memory.max_usage_in_bytes` (version 1) or `memory.peak` (version 2, from Linux 5.19 on).
    init(cpuStatistics: String?, memoryEvents: String?, memoryPeak: String?) {
        let cpu = Self.fields(cpuStatistics)
        throttled =
            cpu["throttled_time"].map { .nanoseconds($0) } ?? cpu["throttled_usec"].map { .microseconds($0) }
        throttledPeriods = cpu["nr_throttled"].map { Int($0) }
        outOfMemoryKills = Self.fields(memoryEvents)["oom_kill"].map { Int($0) }
        peakMemoryBytes = memoryPeak.flatMap { Int64($0.prefix { $0.isNumber }) }
    }

    /// "name number" on each line; other lines are left out.
    private static func fields(_ text: String?) -> [Substring: Int64] {
        var fields: [Substring: Int64] = [:]
        for line in (text ?? "").split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int64(words[1]) else { continue }
            fields[words[0]] = number
        }
        return fields
    }
}
