/// What was measured of one execution environment: a process of the function and its invocations.
struct EnvironmentRecord: Sendable, Encodable {
    /// From `exec` to the first request for an event; nil when it did not come that far.
    var initMs: Double?
    /// Those answered with a response. The first is the cold one.
    var invocations: [InvocationSample] = []
    /// All that was charged to the cgroup, with its share of the page cache; nil when the host does not count it.
    var peakCgroupBytes: Int64?
    var verdict = Verdict.ok

    /// What Lambda bills for the cold start: since August 2025 the init phase too. In whole milliseconds, rounded up.
    var billedColdMs: Double? {
        guard let initMs, let cold = invocations.first else { return nil }
        return (initMs + cold.durationMs).rounded(.up)
    }

    var warm: ArraySlice<InvocationSample> { invocations.dropFirst() }
}

/// What was measured of one invocation that was answered.
struct InvocationSample: Sendable, Encodable {
    /// From the event's departure to the answer's arrival: what Lambda calls the duration.
    var durationMs: Double
    /// The process's high-water mark after the answer, so it never falls from one invocation to the next.
    var peakResidentBytes: Int64?
    /// Waiting for the next period of CPU time, added up over CPUs. Nil when the host does not count it.
    var throttledMs: Double?
    var traffic: Traffic
    /// Nil when the function did not log its stages.
    var stages: StageTimes?
    /// What it asked of S3, in the order in which the server was asked.
    var requests: [RequestSample] = []

    var billedMs: Double { durationMs.rounded(.up) }
}
