import FoundationEssentials
import Loopback
import Thumbnailer

/// What to compare, and how.
struct ComparisonPlan: Sendable {
    /// Files; the sample video if there are none.
    var inputs: [String] = []
    /// The moment to show.
    var time = ThumbnailOptions.defaultTime
    /// After one to warm up.
    var rounds: Int
    /// Of the thumbnails, in pixels.
    var width = 480
    /// For one thumbnail by one program.
    var timeout: Duration = .seconds(120)
    var shape: LoopbackS3.Shape
    /// An interpreter with the modules av and cv2.
    var python = "python3"
    /// Ours; nil for the program that is running.
    var thumbbench: String?

    func measure() async throws -> ComparisonReport {
        var videos: [(video: InputVideo, seconds: Int)] = []
        for (index, path) in (inputs.isEmpty ? [try await SampleVideo.cached().path] : inputs).enumerated() {
            let video = try InputVideo(path: path, number: index + 1)
            videos.append((video, try await VideoDuration.moment(time, of: path)))
        }
        let (peers, missing) = try await InstalledPeer.detect(
            [.ours(executable: try ownExecutable())] + Peer.others(python: python))
        let inputs = try await compare(videos, peers)
        return ComparisonReport(
            date: Date.now.ISO8601Format(), host: .current, firstByteDelayMs: shape.firstByteDelay.milliseconds,
            bytesPerSecond: shape.bytesPerSecond, rounds: rounds, width: width, notInstalled: missing,
            inputs: inputs)
    }

    private func compare(
        _ videos: [(video: InputVideo, seconds: Int)], _ peers: [InstalledPeer]
    ) async throws -> [ComparisonReport.Input] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let progress = ProgressBar("compare")
        defer { progress.finish() }
        return try await withCleanup {
            let s3 = try await LoopbackS3.start(shape: shape)
            return try await withCleanup {
                let comparison = Comparison(
                    peers: peers, s3: s3, rounds: rounds, width: width, timeout: timeout,
                    directory: directory.path(percentEncoded: false))
                var inputs: [ComparisonReport.Input] = []
                for (video, seconds) in videos {
                    inputs.append(
                        try await comparison.run(video, seconds: seconds) { fraction, detail in
                            progress.update((Double(inputs.count) + fraction) / Double(videos.count), detail: detail)
                        })
                }
                return inputs
            } cleanup: {
                try? await s3.shutdown()
            }
        } cleanup: {
            try? FileManager.default.removeItem(at: directory)
        }
    }

    private func ownExecutable() throws -> String {
        if let thumbbench { return thumbbench }
        return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
