import Loopback

/// Carries out a plan.
struct Tuning: Sendable {
    let videos: [InputVideo]
    let function: FunctionBinary
    let enforcement: TierEnforcement
    let settings: [String: String]
    let timeout: Duration
    /// One for each step that may run at a time; they have all videos.
    let servers: [LoopbackS3]

    /// When the task is cancelled it ends with what was measured until then, or CancellationError if that is nothing.
    /// - Parameter batches: One after the other; the steps of each run side by side.
    func run(_ batches: [[TunePlan.Step]]) async throws -> TuneResults {
        let progress = ProgressBar("tune")
        defer { progress.finish() }
        let total = batches.joined().map(\.effort).reduce(0, +)
        let tally = Tally()
        @Sendable func advance(_ step: TunePlan.Step, by part: Double) {
            let fraction = tally.add(step.effort * part / total)
            progress.update(fraction, detail: "\(step.tier.megabytes) MB, \(videos[step.video].name)")
        }

        guard let largest = batches.joined().map(\.tier).max(by: { $0.megabytes < $1.megabytes }) else {
            return TuneResults()
        }
        for video in videos { try await environment(largest, s3: servers[0]).rehearse(try video.event) }
        var results = TuneResults()
        do {
            for batch in batches where !Task.isCancelled {
                let steps = batch.filter { results.isWorthwhile($0) }
                for step in batch where !results.isWorthwhile(step) { advance(step, by: 1) }
                try await withThrowingTaskGroup(of: (TunePlan.Step, EnvironmentRecord).self) { group in
                    for (step, s3) in zip(steps, servers) {
                        group.addTask {
                            (step, try await run(step, s3: s3) { advance(step, by: 1 / Double(1 + step.warm)) })
                        }
                    }
                    for try await (step, record) in group { results.add(record, of: step) }
                }
            }
        } catch  where Task.isCancelled && !results.isEmpty {}
        return results
    }

    private func run(
        _ step: TunePlan.Step, s3: LoopbackS3, progress: () -> Void
    ) async throws -> EnvironmentRecord {
        try await environment(step.tier, s3: s3).run(
            try videos[step.video].event, load: InvocationLoad(warm: .count(step.warm)), progress: progress)
    }

    private func environment(_ tier: MemoryTier, s3: LoopbackS3) -> ExecutionEnvironment {
        ExecutionEnvironment(
            function: function, tier: tier, enforcement: enforcement, s3: s3, settings: settings, timeout: timeout)
    }

    /// Starts as many servers as steps run at a time, gives them the videos, and ends them after `body`.
    static func withServers<Result: Sendable>(
        _ count: Int, shape: LoopbackS3.Shape, videos: [InputVideo], _ body: ([LoopbackS3]) async throws -> Result
    ) async throws -> Result {
        var servers: [LoopbackS3] = []
        do {
            for _ in 0..<count {
                servers.append(try await LoopbackS3.start(shape: shape))
                for video in videos { try video.store(in: servers[servers.count - 1]) }
            }
            let result = try await body(servers)
            for server in servers { try? await server.shutdown() }
            return result
        } catch {
            for server in servers { try? await server.shutdown() }
            throw error
        }
    }
}
