import FoundationEssentials
import Loopback

/// The order of a run: for each video some cold starts, of which the last stays for the warm invocations.
struct Benchmark: Sendable {
    /// One for each execution environment at a time, each with an S3 of its own.
    let lanes: [ExecutionEnvironment]
    let cold: Int
    let load: InvocationLoad

    /// A video whose thumbnail fails once is given up: the next attempts would take as long, and tell the same.
    ///
    /// When the task is cancelled it ends with what was measured until then, or CancellationError if that is nothing.
    func run(_ videos: [InputVideo]) async throws -> [RunReport.Input] {
        let progress = ProgressBar("run")
        defer { progress.finish() }
        var reports: [RunReport.Input] = []
        do {
            for (index, video) in videos.enumerated() where !Task.isCancelled {
                let records = try await run(video) { fraction in
                    progress.update((Double(index) + fraction) / Double(videos.count), detail: video.name)
                }
                reports.append(RunReport.Input(path: video.path, bytes: video.bytes, environments: records))
            }
        } catch  where Task.isCancelled && !reports.isEmpty {}
        return reports
    }

    private func run(
        _ video: InputVideo, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [EnvironmentRecord] {
        let event = try video.event
        for lane in lanes { try video.store(in: lane.s3) }
        try await lanes[0].rehearse(event)
        let tally = Tally()
        return try await withThrowingTaskGroup(of: [EnvironmentRecord].self) { group in
            for lane in lanes {
                group.addTask {
                    var before = 0.0
                    return try await run(event, in: lane) { fraction in
                        progress(tally.add((fraction - before) / Double(lanes.count)))
                        before = fraction
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func run(
        _ event: [UInt8], in lane: ExecutionEnvironment, progress: (Double) -> Void
    ) async throws -> [EnvironmentRecord] {
        var records: [EnvironmentRecord] = []
        do {
            while records.count < cold, records.last?.verdict ?? .ok == .ok, !Task.isCancelled {
                let load = records.count == cold - 1 ? load : .coldOnly
                let done = records.count
                var answered = 0
                let start = ContinuousClock.now
                records.append(
                    try await lane.run(event, load: load) {
                        answered += 1
                        progress(fraction(coldStarts: done, load, answered, elapsed: .now - start))
                    })
            }
        } catch  where Task.isCancelled && !records.isEmpty {}
        return records
    }

    /// The last environment is as much of the work as it has invocations; a time is taken for ten of them at least.
    private func fraction(coldStarts: Int, _ load: InvocationLoad, _ answered: Int, elapsed: Duration) -> Double {
        let last =
            switch self.load.warm {
            case .count(let count): Double(1 + self.load.warmup + count)
            case .lasting(let duration): max(10, duration / .milliseconds(500))
            }
        let current = load.fraction(answered: answered, elapsed: elapsed) * (load == self.load ? last : 1)
        return (Double(coldStarts) + current) / (Double(cold - 1) + last)
    }
}

extension InputVideo {
    /// Without an ETag, as a warm function would do nothing for an event that comes twice.
    var event: [UInt8] {
        get throws {
            try S3PutEvent(
                bucket: Self.bucket, key: key, size: bytes, eTag: nil, region: LambdaEnvironment.region, date: .now
            ).json
        }
    }

    func store(in s3: LoopbackS3) throws {
        try s3.store(.file(path: path), bucket: Self.bucket, key: key)
    }
}
