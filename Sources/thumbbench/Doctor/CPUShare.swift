/// What a process that wants all of the CPU got under a memory setting.
struct CPUShare: Sendable, Equatable, Encodable {
    enum Verdict: String, Sendable, Encodable {
        case holds
        /// It got more: nothing limits it, or not enough.
        case tooMuch
        /// It got less although it used up its quota in each period.
        case tooLittle
        /// It got less because other programs had the CPU.
        case machineBusy
    }

    /// How far it may be off, as a part of the tier's share.
    static let tolerance = 0.05

    let megabytes: Int
    /// CPUs that come with the tier.
    let share: Double
    /// CPUs that it got: CPU time divided by wall-clock time.
    let measured: Double
    /// In how many of the periods it had to wait for the next one; nil when the host does not count them.
    let throttledPart: Double?

    /// As a part of the share: 0.02 is 2 % too much.
    var deviation: Double { measured / share - 1 }

    var verdict: Verdict {
        if deviation > Self.tolerance { return .tooMuch }
        if deviation >= -Self.tolerance { return .holds }
        // A whole CPU or more is never throttled: whatever is missing, others had it.
        guard share < 1, let throttledPart else { return .machineBusy }
        return throttledPart > 1 - Self.tolerance ? .tooLittle : .machineBusy
    }

    /// Measures for `window` with a shell that does nothing but loop. The tier has one CPU at most.
    static func measure(
        _ tier: MemoryTier, enforcement: TierEnforcement, window: Duration
    ) async throws -> CPUShare {
        var cgroup = try enforcement.makeCgroup(tier: tier)
        return try await withCleanup {
            try await FunctionProcess.run(
                "/bin/sh", arguments: ["-c", "while :; do :; done"], launcher: cgroup.launcher, environment: [:],
                log: FunctionLog()
            ) { process in
                try await process.waitUntilReady()
                try cgroup.admit(process.identifier)
                _ = try await process.exec()
                // Behind the first periods, which pay for the start.
                try await Task.sleep(for: .milliseconds(100))
                let (start, before) = (ContinuousClock.now, try cpuTime(of: process.identifier))
                let throttledBefore = cgroup.usage()?.throttledPeriods
                try await Task.sleep(for: window)
                let (elapsed, after) = (ContinuousClock.now - start, try cpuTime(of: process.identifier))
                let periods = elapsed / .microseconds(MemoryTier.periodMicroseconds)
                let throttled = throttledBefore.flatMap { before in
                    cgroup.usage()?.throttledPeriods.map { Double($0 - before) / periods }
                }
                return CPUShare(
                    megabytes: tier.megabytes, share: tier.cpus, measured: (after - before) / elapsed,
                    throttledPart: throttled)
            }.result
        } cleanup: {
            await cgroup.remove()
        }
    }

    /// The first field of `/proc/PID/schedstat`: nanoseconds on a CPU (Documentation/scheduler/sched-stats.rst).
    private static func cpuTime(of process: Int32) throws -> Duration {
        let fields = ControlFile.read("/proc/\(process)/schedstat")?.split(separator: " ")
        guard let nanoseconds = fields?.first.flatMap({ Int64($0) }) else {
            throw BenchError("/proc/\(process)/schedstat does not tell how long the process was on a CPU.")
        }
        return .nanoseconds(nanoseconds)
    }
}

extension CPUShare {
    /// The first measurement that holds, or the last of `attempts`: what disturbs a machine mostly passes.
    static func settled(
        _ tier: MemoryTier, enforcement: TierEnforcement, window: Duration, attempts: Int = 3
    ) async throws -> CPUShare {
        var share = try await measure(tier, enforcement: enforcement, window: window)
        for _ in 1..<attempts where share.verdict == .machineBusy {
            share = try await measure(tier, enforcement: enforcement, window: window)
        }
        return share
    }
}
