import ArgumentParser
import FoundationEssentials

/// `thumbbench doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check whether this machine can show what Lambda does, before its figures are believed.",
        discussion: """
            A process that wants all of the CPU must get the share of each memory setting within 5 %; one that wants \
            more memory than there is must be killed; the S3 on this machine must answer as late and as slowly as it is \
            asked to; and the same piece of work should take the same time again and again. Takes about 15 seconds; more \
            where the machine is busy, as a share that others took is measured up to three times.

            Examples:
              thumbbench doctor
              thumbbench doctor --memory 128,1769 --profile s3-cross-region --json doctor.json

            The exit status is 0 if the emulation holds, else 1.
            """)

    @Option(help: ArgumentHelp("The settings to check, in MB, up to one CPU each.", valueName: "mb,…"))
    var memory = CommaSeparated([128, 256, 512, 1_024, MemoryTier.megabytesPerCPU])

    @Option(help: ArgumentHelp("How long each share is measured.", valueName: "seconds"))
    var window = 2.0

    @OptionGroup var network: NetworkArguments

    @Option(help: ArgumentHelp("Write everything here too.", valueName: "file"), completion: .file())
    var json: String?

    func validate() throws {
        guard memory.elements.allSatisfy((128...MemoryTier.megabytesPerCPU).contains) else {
            throw ValidationError(
                "--memory must be 128 to \(MemoryTier.megabytesPerCPU) MB: one busy process has one CPU.")
        }
        guard (0.2...60).contains(window) else { throw ValidationError("--window must be 0.2 to 60 seconds.") }
    }

    func run() async throws {
        try await Interruption.cancelling {
            let report = try await examine()
            print(report.text, terminator: "")
            if let json { try OutputFile.write(Data(JSONOutput.pretty(report).utf8), to: json) }
            guard report.isSuccess else { throw ExitCode.failure }
        }
    }

    private func examine() async throws -> DoctorReport {
        let tiers = memory.elements.sorted().map(MemoryTier.init(megabytes:))
        let progress = ProgressBar("doctor")
        defer { progress.finish() }
        let enforcement = try await TierEnforcement.detect(tier: tiers[0])
        var shares: [CPUShare] = []
        for (index, tier) in tiers.enumerated() where enforcement.isEnforced {
            progress.update(Double(index) / Double(tiers.count + 3), detail: "CPU share of \(tier.megabytes) MB")
            shares.append(
                try await CPUShare.settled(tier, enforcement: enforcement, window: .seconds(window)))
        }
        progress.update(Double(tiers.count) / Double(tiers.count + 3), detail: "memory limit")
        let memoryLimitHolds = enforcement.isEnforced ? try await MemoryLimit.holds(enforcement: enforcement) : nil
        progress.update(Double(tiers.count + 1) / Double(tiers.count + 3), detail: "network")
        let network = try await ServedNetwork.measure(network.shape)
        progress.update(Double(tiers.count + 2) / Double(tiers.count + 3), detail: "noise")
        return DoctorReport(
            date: Date.now.ISO8601Format(), host: .current, enforcement: enforcement, shares: shares,
            memoryLimitHolds: memoryLimitHolds, network: network, noise: try await HostNoise.measure())
    }
}
