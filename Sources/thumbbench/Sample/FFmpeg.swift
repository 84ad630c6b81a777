import Subprocess

/// The `ffmpeg` command.
enum FFmpeg {
    /// Runs it to its end.
    /// - Parameters:
    ///   - seconds: Length of the output, presentation time.
    ///   - progress: Called now and then with the fraction that is done, 0 to 1.
    static func run(_ arguments: [String], seconds: Int, progress: (Double) -> Void) async throws {
        let common = ["-nostdin", "-v", "error", "-y", "-stats_period", "0.2", "-progress", "pipe:1"]
        var options = PlatformOptions()
        // Out of the terminal's reach: Ctrl-C is for thumbbench, which kills it and removes what it wrote.
        options.processGroupID = 0
        do {
            let result = try await Subprocess.run(
                .name("ffmpeg"), arguments: Arguments(common + arguments), platformOptions: options,
                input: .none, output: .sequence, error: .string(limit: 1 << 20)
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    if let time = presentationTime(inProgress: line) { progress(time / Double(seconds)) }
                }
            }
            // Its own words when it is over because it was killed here would be beside the point.
            try Task.checkCancellation()
            guard result.terminationStatus.isSuccess else {
                throw BenchError(
                    """
                    ffmpeg could not make the sample video (\(result.terminationStatus.inWords)): \
                    \(result.standardError)
                    """)
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw BenchError(
                """
                the sample video is made with ffmpeg, which is not in PATH. Install it (on Debian: \
                apt-get install ffmpeg), or name a video of your own as INPUT.
                """)
        }
    }

    /// Seconds, from a line `out_time_us=1234567` of what `-progress` writes.
    static func presentationTime(inProgress line: String) -> Double? {
        let fields = line.split(separator: "=")
        guard fields.count == 2, fields[0] == "out_time_us" else { return nil }
        return Double(fields[1].filter { !$0.isWhitespace }).map { $0 / 1e6 }
    }
}
