import FoundationEssentials
import Subprocess
import Testing

@testable import thumbbench

struct RunReportTests {
    private static func environment(initMs: Double, durations: [Double]) -> EnvironmentRecord {
        var traffic = Traffic([])
        traffic.getRequests = 3
        traffic.putRequests = 1
        traffic.bytesRead = 812_932
        return EnvironmentRecord(
            initMs: initMs,
            invocations: durations.map {
                InvocationSample(durationMs: $0, peakResidentBytes: 44 << 20, throttledMs: 1.5, traffic: traffic)
            },
            peakCgroupBytes: 50 << 20)
    }

    private static let environments = [
        environment(initMs: 20.2, durations: [99.3]),
        environment(initMs: 30.2, durations: [109.3, 50.25, 60.25, 70.25]),
    ]

    private let report = RunReport(
        date: Date(timeIntervalSince1970: 0), host: Host(cpus: 2, kernel: "6.1"), function: "/f", memoryMb: 1_024,
        cpus: MemoryTier(megabytes: 1_024).cpus, enforcedBy: "cgroup v1", firstByteDelayMs: 25,
        bytesPerSecond: 90_000_000, timeoutSeconds: 600,
        figures: TierReport(
            tier: MemoryTier(megabytes: 1_024), inputs: [.init(path: "/videos/a.mp4", environments: environments)],
            architectures: [.x86_64], prices: .usEast1, seed: 1),
        inputs: [.init(path: "/videos/a.mp4", bytes: 1_000, environments: environments)], total: Summary([]))

    @Test func `The table has a row for each input`() {
        #expect(
            report.text == """
                1024 MB: 0.58 of a CPU in periods of 20 ms, enforced by cgroup v1
                S3: 25 ms to the first byte, 90 MB/s on each connection

                              --- init ---  ------- cold -------  --------- warm ---------  - billed -
                milliseconds  median   max  median    p90    max   min  median   p90   max  cold  warm
                a.mp4           25.2  30.2   104.3  109.3  109.3  50.3    60.3  70.3  70.3   130    61

                       --- peak MB ---  throttled ms  ---- per thumbnail ----
                       process  cgroup    cold  warm  GET  HEAD  PUT  kB read  verdict
                a.mp4     44.0    50.0     1.5   1.5    3     0    1    812.9       ok

                               ------------------- x86_64 -------------------
                USD a million  compute  requests  S3 GET  S3 PUT  total  cold  verdict
                1024 MB           1.02      0.20    1.20    5.00   7.42  8.57       ok

                Of all warm invocations, 3: median 60.3 ms, 95 % interval 50.3–70.3, p99 70.3.

                """)
    }

    @Test func `The JSON has the same under names in snake case, and each sample`() throws {
        let text = String(decoding: try report.json, as: UTF8.self)
        for name in ["memory_mb", "init_ms", "billed_cold_ms", "peak_resident_bytes", "bytes_read", "p90"] {
            #expect(text.contains("\"\(name)\""), "\(name)")
        }
        #expect(text.contains("\"duration_ms\" : 70.25"))
    }

    @Test func `An input that failed fails the run`() {
        #expect(report.isSuccess)
        var record = EnvironmentRecord()
        record.verdict = Verdict(
            .timedOut(after: .seconds(1)), during: .initialization, status: .signaled(9), usage: nil, lastWords: [])
        var failed = report
        failed.inputs.append(.init(path: "b.mp4", bytes: 1, environments: [record]))
        #expect(!failed.isSuccess)
        #expect(failed.text.contains("b.mp4: No answer in its init phase within 1.0 s."))
        #expect(failed.text.contains("all inputs"))
    }

    @Test func `Nothing measured is shown as nothing, not as zero`() {
        let summary = Summary([EnvironmentRecord()])
        #expect(summary.coldMs == nil && summary.perThumbnail == nil && summary.peakResidentBytes == nil)
    }
}
