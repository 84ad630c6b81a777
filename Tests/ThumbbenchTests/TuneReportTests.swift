import Foundation
import Subprocess
import Testing

@testable import thumbbench

struct TuneReportTests {
    private static let line = """
        {"key":"a.mp4","requestId":"id-1","result":"created","timingsMs":{"decode":20,"encode":1,"open":10,"put":25,"read":5,\
        "scale":2,"seek":1,"total":70,"waited":12}}
        """

    private static func record(initMs: Double, durations: [Double]) throws -> EnvironmentRecord {
        let timings = try #require(ThumbnailLine(Array(line.utf8))).timingsMs
        var traffic = Traffic([])
        traffic.getRequests = 3
        traffic.headRequests = 1
        traffic.putRequests = 1
        traffic.bytesRead = 1_000_000
        return EnvironmentRecord(
            initMs: initMs,
            invocations: durations.map {
                InvocationSample(
                    durationMs: $0, peakResidentBytes: 60 << 20, throttledMs: 2, traffic: traffic,
                    stages: StageTimes(timings, durationMs: $0))
            }, peakCgroupBytes: 64 << 20)
    }

    private static func tier(_ megabytes: Int, _ records: [EnvironmentRecord]) -> TierReport {
        TierReport(
            tier: MemoryTier(megabytes: megabytes), inputs: [.init(path: "/v/a.mp4", environments: records)],
            architectures: Architecture.allCases, prices: .usEast1, seed: 1)
    }

    private static func report(_ tiers: [TierReport], omitted: [TuneReport.OmittedTier] = []) -> TuneReport {
        TuneReport(
            conditions: .init(
                date: "2026-11-23T00:00:00Z", host: Host(cpus: 2, kernel: "6.1"), architecture: .host,
                enforcedBy: "cgroup v1", function: "/f", functionBytes: 1, networkProfile: "s3-same-region",
                firstByteDelayMs: 25, bytesPerSecond: 90_000_000, timeoutSeconds: 600, coldStarts: 1,
                warmInvocations: 2, isParallel: false, seed: 1),
            strategy: .cost, balancedWeight: 0.5, prices: .usEast1, inputs: [.init(path: "/v/a.mp4", bytes: 1_000_000)],
            tiers: tiers, omittedTiers: omitted, isComplete: true)
    }

    private static func outOfMemory() -> EnvironmentRecord {
        var record = EnvironmentRecord()
        record.verdict = Verdict(
            .processEnded, during: .invocation, status: .signaled(9), usage: nil, lastWords: [])
        return record
    }

    @Test func `The function's line becomes stages that add up to the duration`() throws {
        let log = FunctionLog()
        for piece in [
            "not JSON\n{\"level\":\"INFO\"}\n", String(Self.line.prefix(50)), String(Self.line.dropFirst(50)), "\n",
        ] {
            log.append(Array(piece.utf8))
        }
        let timings = try #require(log.thumbnails["id-1"])
        #expect(log.thumbnails.count == 1)
        let stages = StageTimes(timings, durationMs: 80)
        #expect(StageTimes.stages.map { stages[keyPath: $0] } == [12, 4, 20, 2, 1, 25, 16])
        #expect(StageTimes.mean([stages, StageTimes(timings, durationMs: 82)])?.other == 17)
        #expect(StageTimes.mean([]) == nil)
    }

    @Test func `A tier's averages and costs are those of its samples`() throws {
        let tier = Self.tier(512, [try Self.record(initMs: 50.2, durations: [150, 99.5, 100.5])])
        #expect(tier.averageWarmMs == 100 && tier.averageBilledWarmMs == 100.5)
        #expect(tier.averageBilledColdMs == 201)
        #expect(tier.memory.headroomBytes == 448 << 20)
        let measured = try #require(tier.costs.first { $0.isMeasured })
        #expect(measured.architecture == .host)
        #expect(tier.costs.filter { !$0.isMeasured }.count == 1)
        #expect(try #require(measured.cold).compute > (try #require(measured.warm)).compute)
        #expect(try #require(tier.warmStages).decode == 20)
    }

    @Test func `A tier that failed once is not recommended, however cheap it is`() throws {
        let report = Self.report([
            Self.tier(512, [try Self.record(initMs: 50, durations: [150, 100])]),
            Self.tier(128, [try Self.record(initMs: 50, durations: [150, 100]), Self.outOfMemory()]),
        ])
        #expect(report.tiers.map(\.megabytes) == [128, 512])
        #expect(report.recommendation?.megabytes == 512)
        #expect(report.tiers[0].verdicts.words == "out of memory 1/2")
        #expect(report.text.contains("128 MB: Killed by SIGKILL"))
        #expect(!Self.report([Self.tier(128, [Self.outOfMemory()])]).isSuccess)
    }

    @Test func `Where only another architecture was asked for, its price counts`() throws {
        let other = try #require(Architecture.allCases.first { $0 != .host })
        let tier = TierReport(
            tier: MemoryTier(megabytes: 1_024),
            inputs: [.init(path: "a", environments: [try Self.record(initMs: 50, durations: [100, 100])])],
            architectures: [other], prices: .usEast1, seed: 1)
        let candidate = try #require(tier.candidate(.warm, prices: .usEast1))
        #expect(abs(candidate.cost - 0.1 * Prices.usEast1.gigabyteSecond[other]) < 1e-15)
    }

    @Test func `The JSON has aws-lambda-power-tuning's keys as they are, and ours in snake case`() throws {
        let report = Self.report([
            Self.tier(128, [try Self.record(initMs: 50, durations: [500, 400, 400])]),
            Self.tier(512, [try Self.record(initMs: 50, durations: [150, 90, 90])]),
        ])
        let json = try #require(try JSONSerialization.jsonObject(with: report.json) as? [String: Any])
        #expect(json["power"] as? Int == 512)
        #expect(json["duration"] as? Double == 90)
        let price = Prices.usEast1.perMillisecond(megabytes: 512, .host)
        #expect(abs(try #require(json["cost"] as? Double) - 90 * price) < 1e-15)
        let machine = try #require(json["stateMachine"] as? [String: Any])
        #expect((machine["visualization"] as? String)?.hasPrefix("https://lambda-power-tuning.show/#gAAAAg==;") == true)
        let statistics = try #require(json["stats"] as? [[String: Any]])
        #expect(
            statistics.map { Set($0.keys) }
                == Array(
                    repeating: ["value", "averagePrice", "averageDuration", "totalPrice"], count: 2))
        // The cold start, with its init phase, and the two warm invocations.
        #expect(abs(try #require(statistics[1]["totalPrice"] as? Double) - 380 * price) < 1e-15)

        let tiers = try #require(json["tiers"] as? [[String: Any]])
        #expect(tiers.map { $0["megabytes"] as? Int } == [128, 512])
        let warm = try #require(tiers[1]["warm_ms"] as? [String: Any])
        #expect(warm["p50"] as? Double == 90)
        #expect((warm["median_interval"] as? [String: Any])?["resamples"] as? Int == 2_000)
        let inputs = try #require(tiers[0]["inputs"] as? [[String: Any]])
        let environments = try #require(inputs[0]["environments"] as? [[String: Any]])
        #expect((environments[0]["invocations"] as? [[String: Any]])?.count == 3)
        let prices = try #require(json["prices"] as? [String: Any])
        #expect((prices["gigabyte_second"] as? [String: Any])?["x86_64"] as? Double == 0.000_016_666_7)
    }

    @Test func `The text says what the knee costs beside the cheapest`() throws {
        let durations = [(128, 400.0), (256, 210.0), (512, 120.0), (1_024, 100.0)]
        let report = Self.report(
            try durations.map { megabytes, duration in
                Self.tier(megabytes, [try Self.record(initMs: 50, durations: [duration, duration, duration])])
            })
        #expect(report.recommendation?.megabytes == 128 && report.knee == 512)
        // 120 ms of 512 MB are 1.00 USD, 400 ms of 128 MB are 0.83; 4 GET or HEAD and a PUT are 6.60.
        if Architecture.host == .x86_64 {
            let text = report.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                text.contains(
                    "takes 280 ms less than with 128 MB, and a million cost 0.17 USD more, 2 % of all; S3's requests are 6.60"
                ))
        }
    }

    @Test func `The text names what was left out and what was not measured`() throws {
        let text = Self.report(
            [Self.tier(512, [try Self.record(initMs: 50, durations: [150, 90, 90])])],
            omitted: [.init(megabytes: 3_008, reason: "3008 MB are too many.")]
        ).text
        #expect(text.contains("512 MB <"))
        #expect(text.contains("Left out: 3008 MB are too many."))
        #expect(text.contains("was not measured: its price"))
        #expect(text.split(separator: "\n").filter { !$0.contains("https") }.allSatisfy { $0.count <= 200 })
    }

    /// The stats of aws-lambda-power-tuning's own test of `buildVisualizationURL`, and what that expects.
    @Test func `The page has all that it shows in it, and marks the best`() throws {
        let report = Self.report(
            [
                Self.tier(128, [try Self.record(initMs: 600, durations: [700, 500, 510])]),
                Self.tier(512, [try Self.record(initMs: 60, durations: [200, 150, 151])]),
                Self.tier(1_024, [Self.outOfMemory()]),
            ], omitted: [.init(megabytes: 10_240, reason: "too many CPUs")])
        let page = report.html
        for reference in ["<script", "<link", "src=", "@import", "url("] { #expect(!page.contains(reference)) }
        #expect(page.contains("<h2>\(try #require(report.recommendation).megabytes) MB</h2>"))
        #expect(page.components(separatedBy: "<tr class=\"marked\">").count == 2)
        // The cold start with its init phase, and the warm median, are points of the chart.
        for value in ["1,300", "505", "260", "151"] { #expect(page.contains(">\(value)</span>"), "\(value)") }
        #expect(page.contains("out of memory 1/1") && page.contains("Left out: too many CPUs"))
        #expect(page.contains(HTML.escaped(VisualizationURL.make(report.candidates))))
    }

    @Test func `Without one good setting, the page says so`() throws {
        let page = Self.report([Self.tier(128, [Self.outOfMemory()])]).html
        #expect(page.contains("No setting made every thumbnail.") && page.contains("out of memory 1/1"))
    }

    @Test func `The address of the chart is aws-lambda-power-tuning's`() {
        let candidates = [(3, 1.0, 2.0), (1, 2, 3), (2, 2, 2)].map { Candidate(power: $0, cost: $2, duration: $1) }
        #expect(
            VisualizationURL.make(candidates)
                == "https://lambda-power-tuning.show/#AQACAAMA;AAAAQAAAAEAAAIA/;AABAQAAAAEAAAABA")
    }
}
