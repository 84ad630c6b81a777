/// Whether this machine can show what Lambda does, and what it cannot.
struct DoctorReport: Sendable, Encodable {
    /// Above this, one in ten pieces of the same work is slow enough to hide what is between two tiers.
    static let spreadLimit = 0.1

    /// ISO 8601.
    let date: String
    let host: Host
    let enforcedBy: String
    let shares: [CPUShare]
    /// Whether a process is killed for taking too much; nil when nothing is enforced.
    let memoryLimitHolds: Bool?
    let network: ServedNetwork
    let noise: HostNoise
    let findings: [Finding]

    init(
        date: String, host: Host, enforcement: TierEnforcement, shares: [CPUShare], memoryLimitHolds: Bool?,
        network: ServedNetwork, noise: HostNoise
    ) {
        self.date = date
        self.host = host
        enforcedBy = enforcement.name
        self.shares = shares
        self.memoryLimitHolds = memoryLimitHolds
        self.network = network
        self.noise = noise
        findings =
            Self.findings(enforcement) + Self.findings(shares, memoryLimitHolds)
            + [Self.finding(network)] + [Self.finding(noise, host: host)]
    }

    /// Whether nothing speaks against it.
    var isSuccess: Bool { !findings.contains { $0.severity == .failure } }

    private static func findings(_ enforcement: TierEnforcement) -> [Finding] {
        guard case .none(let reasons) = enforcement else {
            return [Finding(severity: .ok, message: "Memory settings are enforced by \(enforcement.name).")]
        }
        return [
            Finding(
                severity: .failure,
                message: """
                    Nothing enforces memory settings here (\(reasons.joined(separator: "; "))). Run thumbbench as root; or \
                    where systemd runs the session of the user, let it hand out the controllers: put "[Service]" and \
                    "Delegate=cpu memory pids" into /etc/systemd/system/user@.service.d/delegate.conf, run `systemctl \
                    daemon-reload` as root and log in again; or in a container, start it with --privileged and \
                    --cgroupns=host.
                    """)
        ]
    }

    private static func findings(_ shares: [CPUShare], _ memoryLimitHolds: Bool?) -> [Finding] {
        var findings: [Finding] = []
        if !shares.isEmpty {
            let bad = shares.filter { $0.verdict != .holds }
            findings += bad.map { share in
                let off =
                    "\(share.megabytes) MB: a busy process got \(share.measured.formatted(decimals: 3)) CPUs "
                    + "in place of \(share.share.formatted(decimals: 3))"
                return switch share.verdict {
                case .machineBusy:
                    Finding(
                        severity: .failure,
                        message:
                            "\(off), because other programs had the CPU; end them before this setting is measured."
                    )
                case .tooMuch: Finding(severity: .failure, message: "\(off): the CPU limit does not hold.")
                case .tooLittle, .holds:
                    Finding(
                        severity: .failure, message: "\(off) though it used up each period: the limit is too tight.")
                }
            }
            if bad.isEmpty {
                let worst = shares.map { abs($0.deviation) }.max() ?? 0
                findings.append(
                    Finding(
                        severity: .ok,
                        message:
                            "A busy process gets its share of a CPU: off by \((worst * 100).formatted(decimals: 1)) % "
                            + "at most, where 5 % are allowed."))
            }
        }
        switch memoryLimitHolds {
        case true?: findings.append(Finding(severity: .ok, message: "What takes more memory than 128 MB is killed."))
        case false?:
            findings.append(
                Finding(
                    severity: .failure,
                    message: "A process took more memory than 128 MB and lived: out-of-memory verdicts mean nothing."))
        case nil: break
        }
        return findings
    }

    private static func finding(_ network: ServedNetwork) -> Finding {
        if !network.delayHolds {
            return Finding(
                severity: .failure,
                message:
                    "S3's first byte comes after \(network.measuredFirstByteMs.formatted(decimals: 1)) ms in place of "
                    + "\(network.firstByteMs.formatted(decimals: 1)): this machine is too busy.")
        }
        guard network.rateHolds, let rate = network.mbPerSecond else {
            let measured = network.measuredMbPerSecond.formatted(decimals: 1)
            guard let rate = network.mbPerSecond else {
                return Finding(severity: .ok, message: "S3 has no limit here and sends \(measured) MB/s.")
            }
            return Finding(
                severity: .failure,
                message:
                    "S3 sends \(measured) MB/s in place of \(rate.formatted(decimals: 1)): this machine is too busy.")
        }
        return Finding(
            severity: .ok,
            message:
                "S3 answers as late and as slowly as it was asked to: \(network.firstByteMs.formatted(decimals: 0)) ms, "
                + "\(rate.formatted(decimals: 0)) MB/s.")
    }

    private static func finding(_ noise: HostNoise, host: Host) -> Finding {
        let spread = (noise.spread * 100).formatted(decimals: 0)
        let others = "other programs use \(noise.cpusOfOthers.formatted(decimals: 1)) of \(host.cpus) CPUs"
        guard noise.spread <= Self.spreadLimit, noise.stolenPart <= 0.05 else {
            return Finding(
                severity: .warning,
                message: """
                    One in ten pieces of the same work takes \(spread) % longer than the median, \
                    \((noise.stolenPart * 100).formatted(decimals: 1)) % of the CPU time is stolen, and \(others): do not \
                    trust differences of that size, nor any p99.
                    """)
        }
        return Finding(
            severity: .ok,
            message: "The same work takes the same time: one in ten pieces \(spread) % longer; \(others).")
    }

    /// What no local emulation shows.
    static let limits = """
        Not shown here, whatever is found: Lambda's own processors; the time before the init phase, in which Lambda fetches \
        the function's image and starts its machine; frozen connections after a pause; S3's own slow moments.
        """
}
