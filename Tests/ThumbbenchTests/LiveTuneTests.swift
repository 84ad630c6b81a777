import Loopback
import TestSupport
import Testing

@testable import thumbbench

/// The real function, in a cgroup of the host's where the user may make one.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct LiveTuneTests {
    @Test func `Two tiers in turns, cold and warm, with the stages and requests of each thumbnail`() async throws {
        let tiers = [512, 1_024].map(MemoryTier.init(megabytes:))
        let video = try InputVideo(path: try await Fixtures.path(.mp4IndexLast), number: 1)
        let plan = TunePlan(tiers: tiers, videos: 1, cold: 1, warm: 2, seed: 1)
        let function = try FunctionBinary(try BuiltProducts.executable("ThumbnailFunction"))
        let enforcement = try await TierEnforcement.detect(tier: tiers[1])
        let results = try await Tuning.withServers(
            1, shape: .init(firstByteDelay: .milliseconds(5), bytesPerSecond: nil), videos: [video]
        ) { servers in
            try await Tuning(
                videos: [video], function: function, enforcement: enforcement, settings: [:], timeout: .seconds(120),
                servers: servers
            ).run(plan.oneByOne)
        }
        for tier in tiers {
            let report = TierReport(
                tier: tier, inputs: [.init(path: video.path, environments: results[tier, video: 0])],
                architectures: [.host], prices: .usEast1, seed: 1)
            #expect(
                report.verdicts
                    == .init(environments: 1, outOfMemory: 0, timedOut: 0, otherFailures: 0, firstFailure: nil))
            #expect(report.coldMs?.count == 1 && report.warmMs?.count == 2)
            #expect(report.perThumbnail?.putRequests == 1)
            #expect(try #require(report.memory.headroomBytes) < tier.bytes)
            #expect(report.candidate(.warm, prices: .usEast1) != nil)
            let stages = try #require(report.warmStages)
            #expect(stages.decode > 0 && stages.put >= 5)
            #expect(StageTimes.stages.allSatisfy { stages[keyPath: $0] >= 0 })
            #expect(report.warmRequests.contains { $0.method == "PUT" && $0.status == 200 })
            for request in report.warmRequests {
                let firstByte = try #require(request.firstByteMs)
                #expect(request.startMs > 0 && firstByte >= request.startMs + 5 && request.endMs >= firstByte)
            }
        }
    }
}
