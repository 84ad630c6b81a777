import FoundationEssentials
import Subprocess

/// A video like those that people upload, made once and kept: ten minutes of 1080p, with its index at the end.
struct SampleVideo: Sendable {
    /// Changes with the recipe, so that an old file is never taken for a new one.
    static let name = "sample-1080p30-10min-1.mp4"

    /// What making it takes for a moment, in bytes: the video, about 644 MB, and the clip that it repeats.
    static let neededBytes: Int64 = 700_000_000

    let path: String

    /// The sample from the cache, made now if it is not there. Takes about half a minute on two CPUs then.
    ///
    /// It appears under its name only when it is whole, and nothing else stays behind, also when the task is cancelled.
    static func cached(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> SampleVideo {
        let directory = try cacheDirectory(environment)
        let path = "\(directory)/\(name)"
        if FileManager.default.fileExists(atPath: path) { return SampleVideo(path: path) }
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw BenchError("cannot make the cache folder \(directory): \(error.reason)")
        }
        try checkSpace(in: directory)
        Console.note("making a sample video in \(directory), once …")

        let number = ProcessInfo.processInfo.processIdentifier
        let clip = "\(directory)/.\(number)-clip.mp4"
        let unfinished = "\(directory)/.\(number)-\(name)"
        try await withCleanup {
            let progress = ProgressBar("sample video")
            defer { progress.finish() }
            try await FFmpeg.run(SampleRecipe.encode(to: clip), seconds: SampleRecipe.clipSeconds) {
                progress.update(0.95 * $0, detail: "encoding")
            }
            try await FFmpeg.run(SampleRecipe.repeat(clip, to: unfinished), seconds: SampleRecipe.seconds) {
                progress.update(0.95 + 0.05 * $0, detail: "writing")
            }
            try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        } cleanup: {
            try? FileManager.default.removeItem(atPath: clip)
            try? FileManager.default.removeItem(atPath: unfinished)
        }
        return SampleVideo(path: path)
    }

    /// The XDG Base Directory Specification's place for files that can be made again.
    static func cacheDirectory(_ environment: [String: String]) throws(BenchError) -> String {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return "\(cache)/thumbbench" }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw BenchError("neither XDG_CACHE_HOME nor HOME says where to keep the sample video.")
        }
        return "\(home)/.cache/thumbbench"
    }

    private static func checkSpace(in directory: String) throws(BenchError) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
        guard let free = attributes?[.systemFreeSize] as? any BinaryInteger, Int64(free) < neededBytes else { return }
        throw BenchError(
            """
            the sample video needs \(neededBytes / 1_000_000) MB in \(directory), where \(Int64(free) / 1_000_000) MB \
            are free. Set XDG_CACHE_HOME to a folder with more space, or name a video of your own as INPUT.
            """)
    }
}
