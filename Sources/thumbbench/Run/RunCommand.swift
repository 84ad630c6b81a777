import ArgumentParser
import FoundationEssentials
import Loopback

/// `thumbbench run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the function under a Lambda memory setting, and show what it takes.",
        discussion: """
            The function's own binary runs in a process of its own with the CPU share and the memory of the setting. \
            It gets S3 events from a Runtime API and reads from an S3 on this machine that answers as late and as \
            slowly as a real one does over a network.

            Examples:
              thumbbench run                             a sample video, 1024 MB
              thumbbench run --memory 128 holiday.mov    will it fit?
              thumbbench run --cold 20 --num 200 --json out.json videos/*.mp4

            Without INPUT a sample video of about 640 MB is made once, in $XDG_CACHE_HOME/thumbbench or \
            ~/.cache/thumbbench. The exit status is 0 if every thumbnail was made, else 1.
            """)

    @Argument(help: ArgumentHelp("Video files to make thumbnails of.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @Option(help: ArgumentHelp("The function's memory in MB; 1769 of them come with one CPU.", valueName: "mb"))
    var memory = 1_024

    @Option(help: ArgumentHelp("Cold starts of each input: new processes.", valueName: "count"))
    var cold = 5

    @Option(
        name: .customLong("num"),
        help: ArgumentHelp("Warm invocations of each input, in one process.", valueName: "count"))
    var warm = 20

    @Option(help: ArgumentHelp("The function's timeout.", valueName: "seconds"))
    var timeout = 600.0

    @OptionGroup var network: NetworkArguments

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("A variable for the function's environment.", valueName: "name=value"))
    var environment: [String] = []

    @Option(
        help: ArgumentHelp("The function; default: ThumbnailFunction beside thumbbench.", valueName: "path"),
        completion: .file())
    var function: String?

    @Option(
        help: ArgumentHelp("Write everything here too, with the raw samples.", valueName: "file"), completion: .file())
    var json: String?

    func validate() throws {
        guard MemoryTier.allowedMegabytes.contains(memory) else {
            throw ValidationError("Lambda's memory settings are 128 to 10240 MB.")
        }
        guard cold >= 1 else {
            throw ValidationError("--cold must be at least 1: each process begins with a cold start.")
        }
        guard warm >= 0 else { throw ValidationError("--num must not be negative.") }
        guard timeout > 0, timeout <= 900 else { throw ValidationError("--timeout must be in 0 to 900 seconds.") }
        guard environment.allSatisfy({ ($0.firstIndex(of: "=") ?? $0.startIndex) > $0.startIndex }) else {
            throw ValidationError("--env takes NAME=VALUE.")
        }
    }

    func run() async throws {
        try await Interruption.cancelling {
            let report = try await measure()
            print(report.text, terminator: "")
            if let json { try write(report, to: json) }
            guard report.isSuccess else { throw ExitCode.failure }
        }
    }

    private func measure() async throws -> RunReport {
        let tier = MemoryTier(megabytes: memory)
        let hostCPUs = ProcessInfo.processInfo.activeProcessorCount
        if let obstacle = tier.obstacle(hostCPUs: hostCPUs) { throw BenchError(obstacle) }
        let function = try FunctionBinary(function)
        let videos = try (inputs.isEmpty ? [await SampleVideo.cached().path] : inputs).enumerated().map {
            try InputVideo(path: $1, number: $0 + 1)
        }
        let enforcement = try await TierEnforcement.detect(tier: tier)
        if case .none(let reasons) = enforcement {
            Console.note(
                "warning: nothing holds the function to \(memory) MB and its CPU share on this host "
                    + "(\(reasons.joined(separator: "; "))). The figures are those of an unlimited process.")
        }
        let s3 = try await LoopbackS3.start(shape: network.shape)
        let inputs = try await withCleanup {
            let benchmark = Benchmark(
                environment: ExecutionEnvironment(
                    function: function, tier: tier, enforcement: enforcement, s3: s3, settings: settings,
                    timeout: .seconds(timeout)),
                cold: cold, warm: warm)
            return try await benchmark.run(videos)
        } cleanup: {
            try? await s3.shutdown()
        }
        return RunReport(
            date: .now, host: .current, function: function.path, memoryMb: memory, cpus: tier.cpus,
            enforcedBy: enforcement.name, firstByteDelayMs: network.firstByteDelay,
            bytesPerSecond: network.shape.bytesPerSecond,
            timeoutSeconds: timeout, inputs: inputs, total: Summary(inputs.flatMap(\.environments)))
    }

    private var settings: [String: String] {
        let pairs = environment.map { setting in
            let name = setting.prefix { $0 != "=" }
            return (String(name), String(setting.dropFirst(name.count + 1)))
        }
        return Dictionary(pairs) { _, last in last }
    }

    private func write(_ report: RunReport, to path: String) throws {
        do {
            try report.json.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw BenchError("cannot write \(path): \(error.reason)")
        }
    }
}
