/// The figures of some execution environments: times in milliseconds, one sample for each process or invocation.
struct Summary: Sendable, Equatable, Encodable {
    /// What one thumbnail costs S3, on average over all invocations.
    struct PerThumbnail: Sendable, Equatable, Encodable {
        let getRequests: Double
        let headRequests: Double
        let putRequests: Double
        let bytesRead: Double
        let bytesWritten: Double
    }

    let initMs: Statistics?
    let coldMs: Statistics?
    let warmMs: Statistics?
    let billedColdMs: Statistics?
    let billedWarmMs: Statistics?
    let throttledColdMs: Statistics?
    let throttledWarmMs: Statistics?
    /// The process's own memory, the most ever seen.
    let peakResidentBytes: Int64?
    /// With the page cache and the kernel's memory for it.
    let peakCgroupBytes: Int64?
    let perThumbnail: PerThumbnail?

    init(_ environments: [EnvironmentRecord]) {
        let cold = environments.compactMap(\.invocations.first)
        let warm = environments.flatMap(\.warm)
        let all = cold + warm
        initMs = Statistics(environments.compactMap(\.initMs))
        coldMs = Statistics(cold.map(\.durationMs))
        warmMs = Statistics(warm.map(\.durationMs))
        billedColdMs = Statistics(environments.compactMap(\.billedColdMs))
        billedWarmMs = Statistics(warm.map(\.billedMs))
        throttledColdMs = Statistics(cold.compactMap(\.throttledMs))
        throttledWarmMs = Statistics(warm.compactMap(\.throttledMs))
        peakResidentBytes = all.compactMap(\.peakResidentBytes).max()
        peakCgroupBytes = environments.compactMap(\.peakCgroupBytes).max()

        func mean(_ value: (Traffic) -> Double) -> Double {
            all.map { value($0.traffic) }.reduce(0, +) / Double(all.count)
        }
        perThumbnail =
            all.isEmpty
            ? nil
            : PerThumbnail(
                getRequests: mean { Double($0.getRequests) }, headRequests: mean { Double($0.headRequests) },
                putRequests: mean { Double($0.putRequests) }, bytesRead: mean { Double($0.bytesRead) },
                bytesWritten: mean { Double($0.bytesWritten) })
    }
}
