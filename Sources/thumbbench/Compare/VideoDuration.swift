import Subprocess
import Thumbnailer

/// The moment of a thumbnail in seconds, so that every peer is told the same.
enum VideoDuration {
    /// Whole seconds from the video's start, rounded down. Only a fraction takes a look at the video.
    static func moment(_ time: WantedTime, of path: String) async throws -> Int {
        switch time {
        case .seconds(let seconds): Int(min(seconds, 1e8))
        case .fraction(let fraction): Int(try await seconds(of: path) * fraction)
        }
    }

    private static func seconds(of path: String) async throws -> Double {
        let advice = "Say with --at in seconds which moment the thumbnails shall show"
        do {
            let result = try await Subprocess.run(
                .name("ffprobe"),
                arguments: ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", "file:\(path)"],
                input: .none, output: .string(limit: 1 << 16), error: .discarded)
            try Task.checkCancellation()
            let text = result.standardOutput.filter { !$0.isWhitespace }
            guard let seconds = Double(text), (0...1e8).contains(seconds) else {
                throw BenchError("ffprobe finds no duration in \(path). \(advice).")
            }
            return seconds
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw BenchError("ffprobe, which tells how long \(path) is, is not in PATH. \(advice), or install FFmpeg.")
        }
    }
}
