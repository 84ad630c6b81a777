import FoundationEssentials
import Loopback

/// The order of a run: for each video some cold starts, of which the last stays for the warm invocations.
struct Benchmark: Sendable {
    let environment: ExecutionEnvironment
    let cold: Int
    let warm: Int

    /// A video whose thumbnail fails once is given up: the next attempts would take as long, and tell the same.
    func run(_ videos: [InputVideo]) async throws -> [RunReport.Input] {
        let progress = ProgressBar("run")
        defer { progress.finish() }
        var reports: [RunReport.Input] = []
        for (index, video) in videos.enumerated() {
            try environment.s3.store(.file(path: video.path), bucket: InputVideo.bucket, key: video.key)
            let event = try event(for: video)
            var records: [EnvironmentRecord] = []
            while records.count < cold, records.last?.verdict ?? .ok == .ok {
                var done = records.map(\.invocations.count).reduce(0, +)
                let isLast = records.count == cold - 1
                records.append(
                    try await environment.run(event, invocations: isLast ? 1 + warm : 1) {
                        done += 1
                        let fraction = Double(done) / Double(cold + warm)
                        progress.update((Double(index) + fraction) / Double(videos.count), detail: video.name)
                    })
            }
            reports.append(RunReport.Input(path: video.path, bytes: video.bytes, environments: records))
        }
        return reports
    }

    private func event(for video: InputVideo) throws -> [UInt8] {
        // Without an ETag, as a warm function would do nothing for an event that comes twice.
        try S3PutEvent(
            bucket: InputVideo.bucket, key: video.key, size: video.bytes, eTag: nil,
            region: LambdaEnvironment.region, date: .now
        ).json
    }
}
