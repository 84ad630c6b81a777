import ArgumentParser
import FoundationEssentials
import Loopback

/// `thumbbench tune`
struct TuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Find the memory setting that costs least, or is fastest, before anything is deployed.",
        discussion: """
            The function's own binary runs under each memory setting, with its CPU share and its memory limit, cold and \
            warm, in turns, so that what else happens on the machine disturbs all settings alike. The strategies are \
            those of aws-lambda-power-tuning, and --json has its output's keys beside all raw samples.

            Examples:
              thumbbench tune                                    a sample video
              thumbbench tune --strategy speed videos/*.mp4
              thumbbench tune --memory 128,512,1769 --num 50 --cold 10 --json tune.json
              thumbbench tune --report tune.html                 a page with charts, other programs beside
              thumbbench tune --print-prices > prices.json       then edit, and use --prices prices.json

            Averages are of the middle three fifths of the samples, as in aws-lambda-power-tuning. Costs are of warm \
            invocations; of cold starts where the table says so, and these have the init phase in them, which is billed \
            since August 2025. Only this machine's architecture can be measured: of the other one only the price is \
            known. `thumbbench doctor` says whether this machine can show what Lambda does.

            Ctrl-C ends it with what was measured until then. The exit status is 0 if one setting made every thumbnail, \
            else 1.
            """)

    /// The tiers of aws-lambda-power-tuning, but with that of exactly one CPU in place of 1,536 MB.
    static let defaultMemory = [128, 256, 512, 1_024, 1_769, 3_008]

    @Argument(help: ArgumentHelp("Video files to make thumbnails of.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @Option(
        help: ArgumentHelp(
            "The settings to try, in MB; default: 128,256,512,1024,1769,3008, as far as this machine has the CPUs.",
            valueName: "mb,…"))
    var memory: CommaSeparated<Int>?

    @Option(
        name: .customLong("num"),
        help: ArgumentHelp("Warm invocations of each setting and input.", valueName: "count"))
    var warm = 20

    @Option(help: ArgumentHelp("Cold starts of each setting and input: new processes.", valueName: "count"))
    var cold = 5

    @Option(help: "What to look for: cost, speed or balanced.")
    var strategy = Strategy.cost

    @Option(help: ArgumentHelp("For balanced: from 0, only speed counts, to 1, only cost counts.", valueName: "weight"))
    var balancedWeight = 0.5

    @Option(help: ArgumentHelp("Architectures to name the cost of.", valueName: "name,…"))
    var arch = CommaSeparated([Architecture.host] + Architecture.allCases.filter { $0 != .host })

    @Flag(help: "Run settings side by side, as far as their CPUs fit on this machine.")
    var parallel = false

    @Option(help: ArgumentHelp("The function's /tmp; more than 512 MB cost.", valueName: "mb"))
    var ephemeralStorage = 512

    @OptionGroup var network: NetworkArguments
    @OptionGroup var function: FunctionArguments

    @Option(help: ArgumentHelp("For the order of the settings and the bootstrap.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Other prices than those of us-east-1, as --print-prices prints them.", valueName: "file"),
        completion: .file())
    var prices: String?

    @Flag(help: "Print the prices, with their date and source, and do nothing else.")
    var printPrices = false

    @Option(
        help: ArgumentHelp("Write everything here too, with the raw samples.", valueName: "file"), completion: .file())
    var json: String?

    @Option(
        help: ArgumentHelp("Write a page with charts here, which needs no network.", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Rounds of a comparison with other programs, as thumbbench compare makes it, with the first input; "
                + "default: 3 with --report, else 0.",
            valueName: "count"))
    var peers: Int?

    func validate() throws {
        if let memory {
            guard memory.elements.allSatisfy(MemoryTier.allowedMegabytes.contains) else {
                throw ValidationError("Lambda's memory settings are 128 to 10240 MB.")
            }
            guard Set(memory.elements).count == memory.elements.count else {
                throw ValidationError("--memory names a setting twice.")
            }
        }
        guard (peers ?? 0) >= 0 else { throw ValidationError("--peers must not be negative.") }
        guard cold >= 1 else {
            throw ValidationError("--cold must be at least 1: each process begins with a cold start.")
        }
        guard warm >= 0 else { throw ValidationError("--num must not be negative.") }
        guard (0...1).contains(balancedWeight) else { throw ValidationError("--balanced-weight must be 0 to 1.") }
        guard (512...10_240).contains(ephemeralStorage) else {
            throw ValidationError("Lambda's ephemeral storage is 512 to 10240 MB.")
        }
    }

    func run() async throws {
        let prices = try prices.map { try Prices(file: $0) } ?? .usEast1
        if printPrices { return print(JSONOutput.pretty(prices)) }
        try await Interruption.cancelling {
            let report = try await measure(prices)
            print(report.text, terminator: "")
            if let json { try OutputFile.write(report.json, to: json) }
            if let page = self.report { try OutputFile.write(Data(report.html.utf8), to: page) }
            guard report.isSuccess else { throw ExitCode.failure }
        }
    }

    private func measure(_ prices: Prices) async throws -> TuneReport {
        let host = Host.current
        let (tiers, omitted) = try tiers(hostCPUs: host.cpus)
        let binary = try FunctionBinary(function.path)
        let videos = try await FunctionArguments.videos(inputs)
        let enforcement = try await TierEnforcement.detect(tier: tiers[tiers.count - 1])
        FunctionArguments.warn(enforcement)

        let cpusOfOthers = try await CPUTimes.ofOthers()
        let plan = TunePlan(tiers: tiers, videos: videos.count, cold: cold, warm: warm, seed: seed)
        let batches = parallel ? plan.sideBySide(cpus: Double(host.cpus)) : plan.oneByOne
        let width = batches.map(\.count).max() ?? 1
        let results = try await Tuning.withServers(width, shape: network.shape, videos: videos) { servers in
            try await Tuning(
                videos: videos, function: binary, enforcement: enforcement, settings: function.settings,
                timeout: .seconds(function.timeout), servers: servers
            ).run(batches)
        }
        let rounds = Task.isCancelled ? 0 : peers ?? (report == nil ? 0 : 3)
        let comparison =
            rounds == 0
            ? nil
            : try await ComparisonPlan(inputs: [videos[0].path], rounds: rounds, shape: network.shape).measure()
        let conditions = TuneReport.Conditions(
            date: Date.now.ISO8601Format(), host: host, architecture: .host, enforcedBy: enforcement.name,
            function: binary.path, functionBytes: binary.bytes, networkProfile: network.profileName,
            firstByteDelayMs: network.firstByteDelay, bytesPerSecond: network.shape.bytesPerSecond,
            timeoutSeconds: function.timeout, coldStarts: cold, warmInvocations: warm, isParallel: parallel, seed: seed,
            cpusOfOthers: cpusOfOthers, processor: Host.processor, system: Host.system)
        return TuneReport(
            conditions: conditions, strategy: strategy, balancedWeight: balancedWeight, prices: prices,
            inputs: videos.map { .init(path: $0.path, bytes: $0.bytes) },
            tiers: tiers.map { tier in
                TierReport(
                    tier: tier,
                    inputs: videos.enumerated().map {
                        .init(path: $1.path, environments: results[tier, video: $0])
                    },
                    architectures: arch.elements, ephemeralMegabytes: ephemeralStorage, prices: prices, seed: seed)
            }, omittedTiers: omitted, comparison: comparison, isComplete: !Task.isCancelled)
    }

    /// A tier that was asked for and cannot be shown is an error; one of the default ones is left out.
    private func tiers(hostCPUs: Int) throws -> ([MemoryTier], [TuneReport.OmittedTier]) {
        let tiers = (memory?.elements ?? Self.defaultMemory).sorted().map(MemoryTier.init(megabytes:))
        let obstacles = tiers.map { $0.obstacle(hostCPUs: hostCPUs) }
        if memory != nil, let obstacle = obstacles.compactMap({ $0 }).first { throw BenchError(obstacle) }
        let omitted = zip(tiers, obstacles).compactMap { tier, obstacle in
            obstacle.map { TuneReport.OmittedTier(megabytes: tier.megabytes, reason: $0) }
        }
        return (zip(tiers, obstacles).filter { $0.1 == nil }.map(\.0), omitted)
    }
}
