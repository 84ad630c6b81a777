import Loopback
import Testing

@testable import thumbbench

struct DoctorReportTests {
    private static func share(_ megabytes: Int, _ deviation: Double, throttled: Double? = 1) -> CPUShare {
        let share = MemoryTier(megabytes: megabytes).cpus
        return CPUShare(
            megabytes: megabytes, share: share, measured: share * (1 + deviation), throttledPart: throttled)
    }

    private static let network = ServedNetwork(
        firstByteMs: 25, measuredFirstByteMs: 25.6, mbPerSecond: 90, measuredMbPerSecond: 89)

    private static func report(
        enforcement: TierEnforcement = .v2(parent: "/sys/fs/cgroup"), shares: [CPUShare] = [share(128, 0.01)],
        memoryLimitHolds: Bool? = true, network: ServedNetwork = network, slow: Double = 5
    ) throws -> DoctorReport {
        let work = try #require(Distribution(Array(repeating: 5, count: 80) + Array(repeating: slow, count: 20)))
        return DoctorReport(
            date: "2026-11-23T00:00:00Z", host: Host(cpus: 2, kernel: "6.1"), enforcement: enforcement, shares: shares,
            memoryLimitHolds: memoryLimitHolds, network: network,
            noise: HostNoise(cpusOfOthers: 0.1, stolenPart: 0, work: work))
    }

    @Test(arguments: [
        (share(128, 0.04), CPUShare.Verdict.holds), (share(128, -0.04), .holds), (share(128, 0.06), .tooMuch),
        // It waited for its quota in every period, and still that was not enough.
        (share(128, -0.06), .tooLittle),
        (share(128, -0.06, throttled: 0.5), .machineBusy), (share(128, -0.06, throttled: nil), .machineBusy),
        (share(1_769, -0.06, throttled: 0), .machineBusy),
    ])
    func `Five percent are allowed, and what is missing has a reason`(share: CPUShare, verdict: CPUShare.Verdict) {
        #expect(share.verdict == verdict)
    }

    @Test func `Where all is well it says so`() throws {
        let report = try Self.report()
        #expect(report.isSuccess)
        #expect(report.findings.map(\.severity) == [.ok, .ok, .ok, .ok, .ok])
        #expect(
            report.text.hasPrefix(
                """
                                     asked  measured     off
                128 MB, CPUs         0.072     0.073  +1.0 %
                S3's first byte, ms   25.0      25.6  +2.4 %
                S3's rate, MB/s       90.0      89.0  -1.1 %
                same work, ms: p50              5.00
                """))
    }

    @Test func `What does not hold is a failure, noise is a warning`() throws {
        #expect(try !Self.report(shares: [Self.share(128, 0.5)]).isSuccess)
        #expect(try !Self.report(memoryLimitHolds: false).isSuccess)
        var late = Self.network
        late = ServedNetwork(firstByteMs: 25, measuredFirstByteMs: 40, mbPerSecond: 90, measuredMbPerSecond: 90)
        #expect(try !Self.report(network: late).isSuccess)
        late = ServedNetwork(firstByteMs: 25, measuredFirstByteMs: 25, mbPerSecond: 90, measuredMbPerSecond: 60)
        #expect(try !Self.report(network: late).isSuccess)
        let noisy = try Self.report(slow: 8)
        #expect(noisy.isSuccess)
        #expect(noisy.findings.last?.severity == .warning)
        #expect(noisy.findings.last?.message.contains("takes 60 % longer") == true)
    }

    @Test func `Where nothing is enforced it says what to do`() throws {
        let report = try Self.report(
            enforcement: .none(reasons: ["cgroup v2: cannot make /x: Permission denied"]), shares: [],
            memoryLimitHolds: nil)
        #expect(!report.isSuccess)
        let advice = try #require(report.findings.first { $0.severity == .failure }).message
        for part in ["Permission denied", "as root", "Delegate=cpu memory pids", "--privileged"] {
            #expect(advice.contains(part))
        }
    }

    @Test func `The kernel's times of all CPUs are read`() {
        let times = CPUTimes(stat: "cpu  100 1 20 300 5 2 3 9 4 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n")
        #expect(times.total == 440 && times.idle == 305 && times.stolen == 9 && times.busy == 126)
        #expect(CPUTimes(stat: "").total == 0)
        let later = CPUTimes(stat: "cpu  250 1 20 300 5 2 3 9 4 0")
        #expect(later.cpus(since: times, .seconds(1)) == 1.5)
    }

    /// Only what holds on a machine that others use, too: nothing gets more than it should, and nothing comes too early.
    @Test(.timeLimit(.minutes(15))) func `This host limits what it is asked to limit`() async throws {
        let network = try await ServedNetwork.measure(
            .init(firstByteDelay: .milliseconds(20), bytesPerSecond: 20_000_000))
        #expect(network.measuredFirstByteMs >= 20)
        // A client that is late for the head finds some of the body waiting.
        #expect(network.measuredMbPerSecond < 40)
        let noise = try await HostNoise.measure()
        #expect(noise.work.count == 200 && noise.work.minimum > 0)

        let tier = MemoryTier(megabytes: 256)
        let enforcement = try await TierEnforcement.detect(tier: tier)
        if !enforcement.isEnforced { try Test.cancel("no cgroup can be made here") }
        let share = try await CPUShare.measure(tier, enforcement: enforcement, window: .seconds(1))
        #expect(share.measured > 0 && share.deviation < 0.1)
        #expect(try await MemoryLimit.holds(enforcement: enforcement))
    }
}
