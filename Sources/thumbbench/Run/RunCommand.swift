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
              thumbbench run --memory 512 --concurrency 4 --duration 60 --profile s3-cross-region

            Without INPUT a sample video of about 640 MB is made once, in $XDG_CACHE_HOME/thumbbench or \
            ~/.cache/thumbbench. Ctrl-C ends it with what was measured until then. The exit status is 0 if every thumbnail was made, else 1.
            """)

    @Argument(help: ArgumentHelp("Video files to make thumbnails of.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @Option(help: ArgumentHelp("The function's memory in MB; 1769 of them come with one CPU.", valueName: "mb"))
    var memory = 1_024

    @Option(help: ArgumentHelp("Cold starts of each input: new processes.", valueName: "count"))
    var cold = 5

    @Option(
        name: .customLong("num"),
        help: ArgumentHelp("Warm invocations of each input, in one process; default: 20.", valueName: "count"))
    var warm: Int?

    @Option(help: ArgumentHelp("Invoke for so long, in place of --num.", valueName: "seconds"))
    var duration: Double?

    @Option(help: ArgumentHelp("Invocations after the last cold start that are not counted.", valueName: "count"))
    var warmup = 0

    @Option(
        help: ArgumentHelp(
            "Execution environments side by side, as Lambda makes them; each does all of the above.",
            valueName: "count"))
    var concurrency = 1

    @OptionGroup var network: NetworkArguments
    @OptionGroup var function: FunctionArguments

    @Option(help: ArgumentHelp("For the bootstrap of the intervals.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Write everything here too, with the raw samples.", valueName: "file"), completion: .file())
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Write the durations of all warm invocations here, as HdrHistogram's percentile distribution.",
            valueName: "file.hgrm"), completion: .file())
    var hgrm: String?

    func validate() throws {
        guard MemoryTier.allowedMegabytes.contains(memory) else {
            throw ValidationError("Lambda's memory settings are 128 to 10240 MB.")
        }
        guard cold >= 1 else {
            throw ValidationError("--cold must be at least 1: each process begins with a cold start.")
        }
        guard warm ?? 0 >= 0 else { throw ValidationError("--num must not be negative.") }
        guard warm == nil || duration == nil else { throw ValidationError("--num and --duration exclude each other.") }
        guard (0...86_400).contains(duration ?? 0) else {
            throw ValidationError("--duration must be 0 to 86400 seconds.")
        }
        guard warmup >= 0 else { throw ValidationError("--warmup must not be negative.") }
        guard concurrency >= 1 else { throw ValidationError("--concurrency must be at least 1.") }
    }

    func run() async throws {
        try await Interruption.cancelling {
            let report = try await measure()
            print(report.text, terminator: "")
            if let json { try OutputFile.write(report.json, to: json) }
            let warm = report.inputs.flatMap(\.environments).flatMap(\.warm).map(\.durationMs)
            if let hgrm, let distribution = PercentileDistribution(warm) {
                try OutputFile.write(Data(distribution.text.utf8), to: hgrm)
            }
            guard report.isSuccess else { throw ExitCode.failure }
        }
    }

    private func measure() async throws -> RunReport {
        let tier = MemoryTier(megabytes: memory)
        let host = Host.current
        if let obstacle = tier.obstacle(hostCPUs: host.cpus, sideBySide: concurrency) { throw BenchError(obstacle) }
        let binary = try FunctionBinary(function.path)
        let videos = try await FunctionArguments.videos(inputs)
        let enforcement = try await TierEnforcement.detect(tier: tier)
        FunctionArguments.warn(enforcement)
        let inputs = try await Tuning.withServers(concurrency, shape: network.shape, videos: videos) { servers in
            let lanes = servers.map { s3 in
                ExecutionEnvironment(
                    function: binary, tier: tier, enforcement: enforcement, s3: s3, settings: function.settings,
                    timeout: .seconds(function.timeout))
            }
            let amount = duration.map { InvocationLoad.Amount.lasting(.seconds($0)) } ?? .count(warm ?? 20)
            return try await Benchmark(lanes: lanes, cold: cold, load: InvocationLoad(warmup: warmup, warm: amount))
                .run(videos)
        }
        var figures = TierReport(
            tier: tier, inputs: inputs.map { .init(path: $0.path, environments: $0.environments) },
            architectures: [.host], prices: .usEast1, seed: seed)
        figures.inputs = []
        return RunReport(
            date: .now, host: host, function: binary.path, memoryMb: memory, cpus: tier.cpus,
            enforcedBy: enforcement.name, firstByteDelayMs: network.firstByteDelay,
            bytesPerSecond: network.shape.bytesPerSecond, timeoutSeconds: function.timeout, concurrency: concurrency,
            isComplete: !Task.isCancelled, figures: figures, inputs: inputs,
            total: Summary(inputs.flatMap(\.environments)))
    }
}
