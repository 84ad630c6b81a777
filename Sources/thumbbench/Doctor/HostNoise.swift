import Loopback

/// How evenly this machine works while nothing of ours limits it.
struct HostNoise: Sendable, Encodable {
    /// Of all CPUs, as of one: what other programs used while this one slept.
    let cpusOfOthers: Double
    /// As a part of all CPU time: what a hypervisor gave to other machines meanwhile.
    let stolenPart: Double
    /// How long the same piece of work took, time after time, in milliseconds.
    let work: Distribution

    /// How much longer than the median one in ten takes, as a part of it.
    var spread: Double { work.p90 / work.p50 - 1 }

    /// Takes about two seconds, one of them with one CPU busy.
    static func measure() async throws -> HostNoise {
        let (before, start) = (CPUTimes.now, ContinuousClock.now)
        try await Task.sleep(for: .seconds(1))
        let (after, elapsed) = (CPUTimes.now, ContinuousClock.now - start)
        let total = Double(after.total - before.total)
        let samples = await Task.detached { pieces() }.value
        guard let work = Distribution(samples) else {
            throw BenchError("nothing was measured of this machine's noise.")
        }
        return HostNoise(
            cpusOfOthers: after.cpus(since: before, elapsed),
            stolenPart: total > 0 ? Double(after.stolen - before.stolen) / total : 0, work: work)
    }

    /// Pieces of about 5 ms, for a second.
    private static func pieces() -> [Double] {
        let probe = time(count: 100_000)
        let count = max(1, Int(100_000 * (.milliseconds(5) / probe)))
        return (0..<200).map { _ in time(count: count).milliseconds }
    }

    private static func time(count: Int) -> Duration {
        var random = SplitMix64(seed: 1)
        var sum: UInt64 = 0
        let start = ContinuousClock.now
        for _ in 0..<count { sum ^= random.next() }
        let elapsed = ContinuousClock.now - start
        // The result decides something, so that the work cannot be left out.
        return sum == 0 ? elapsed + .nanoseconds(1) : elapsed
    }
}

/// The first line of `/proc/stat` (proc(5)): what all CPUs did since the start, in ticks.
struct CPUTimes: Sendable, Equatable {
    /// `USER_HZ`, which is 100 wherever Linux runs on x86-64 and ARM64.
    static let ticksPerSecond = 100.0

    let total: Int64
    let idle: Int64
    let stolen: Int64

    var busy: Int64 { total - idle - stolen }

    static var now: CPUTimes { CPUTimes(stat: ControlFile.read("/proc/stat") ?? "") }

    /// How many CPUs were busy, on average.
    func cpus(since before: CPUTimes, _ elapsed: Duration) -> Double {
        Double(busy - before.busy) / Self.ticksPerSecond / (elapsed / .seconds(1))
    }

    /// What other programs use, seen in half a second of sleep.
    static func ofOthers() async throws -> Double {
        let (before, start) = (CPUTimes.now, ContinuousClock.now)
        try await Task.sleep(for: .milliseconds(500))
        return CPUTimes.now.cpus(since: before, .now - start)
    }

    init(stat: String) {
        let line = stat.split(separator: "\n").first ?? ""
        // user nice system idle iowait irq softirq steal; guests are in user already.
        let fields = line.split(separator: " ").dropFirst().prefix(8).map { Int64($0) ?? 0 }
        total = fields.reduce(0, +)
        idle = fields.count > 4 ? fields[3] + fields[4] : 0
        stolen = fields.count > 7 ? fields[7] : 0
    }
}
