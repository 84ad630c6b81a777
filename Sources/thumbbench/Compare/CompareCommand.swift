import ArgumentParser
import FoundationEssentials
import Loopback
import Thumbnailer

/// `thumbbench compare`
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare with ffmpeg and others: the same thumbnail, from the same server, in turns.",
        discussion: """
            Each program makes one thumbnail of the same object at the same time, as a new process, in turns: A B C, \
            C A B, … An S3 on this machine answers all of them as late and as slowly as a real one does over a \
            network, and counts what they ask for. ffmpeg, ffmpegthumbnailer, PyAV and OpenCV take part where they \
            are installed.

            Examples:
              thumbbench compare                             a sample video, at 10 %
              thumbbench compare --num 20 --csv out.csv a.mp4 b.webm
              thumbbench compare --python venv/bin/python --verbose

            Ratios are ours divided by the other's in the same round, and of these the median: below 1, ours takes \
            less. Without INPUT a sample video of about 640 MB is made once, in $XDG_CACHE_HOME/thumbbench or \
            ~/.cache/thumbbench. The exit status is 0 if thumbbench made each of its own thumbnails, else 1.
            """)

    @Argument(help: ArgumentHelp("Video files to make thumbnails of.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @Option(
        name: .customLong("num"),
        help: ArgumentHelp("Rounds, after one to warm up.", valueName: "count"))
    var rounds = 10

    @Option(help: "The moment to show: seconds, HH:MM:SS, a percentage, or 'middle'; down to a whole second.")
    var at: WantedTime = ThumbnailOptions.defaultTime

    @Option(help: ArgumentHelp("Of the thumbnails.", valueName: "pixels"))
    var width = 480

    @Option(help: ArgumentHelp("For one thumbnail by one program.", valueName: "seconds"))
    var timeout = 120.0

    @OptionGroup var network: NetworkArguments

    @Option(
        help: ArgumentHelp("An interpreter with the modules av and cv2.", valueName: "path"), completion: .file())
    var python = "python3"

    @Option(
        help: ArgumentHelp("Ours; default: the thumbbench that is running.", valueName: "path"), completion: .file())
    var thumbbench: String?

    @Option(
        help: ArgumentHelp("Write everything here too, with the raw samples.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Write a row for each program and round here.", valueName: "file"), completion: .file())
    var csv: String?

    @Flag(name: .shortAndLong, help: "Show the command lines, too.")
    var verbose = false

    func validate() throws {
        guard rounds >= 1 else { throw ValidationError("--num must be at least 1.") }
        guard (16...ThumbnailOptions.sizes.upperBound).contains(width) else {
            throw ValidationError("--width must be from 16 to \(ThumbnailOptions.sizes.upperBound).")
        }
        guard timeout > 0, timeout <= 3_600 else { throw ValidationError("--timeout must be in 0 to 3600 seconds.") }
    }

    func run() async throws {
        try await Interruption.cancelling {
            let report = try await plan.measure()
            print(report.text, terminator: "")
            if verbose { print("\n\(report.commandLines)", terminator: "") }
            if let json { try OutputFile.write(Data(JSONOutput.pretty(report).utf8), to: json) }
            if let csv { try OutputFile.write(Data(report.csv.utf8), to: csv) }
            guard report.isSuccess else { throw ExitCode.failure }
        }
    }

    private var plan: ComparisonPlan {
        ComparisonPlan(
            inputs: inputs, time: at, rounds: rounds, width: width, timeout: .seconds(timeout), shape: network.shape,
            python: python, thumbbench: thumbbench)
    }
}
