import FoundationEssentials
import Loopback
import Subprocess
import Testing

@testable import thumbbench

/// With a cgroup of the host's, where the user may make one; elsewhere the tests say that they were not run.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct LiveTierTests {
    private func enforcement(of tier: MemoryTier) async throws -> TierEnforcement {
        let enforcement = try await TierEnforcement.detect(tier: tier)
        if !enforcement.isEnforced { try Test.cancel("no cgroup can be made here") }
        return enforcement
    }

    @Test func `A spinning process gets its part of a CPU`() async throws {
        // A tenth of a CPU: a busy machine can give as much at any time.
        let tier = MemoryTier(megabytes: 177)
        let enforcement = try await enforcement(of: tier)
        let function = try ScriptedFunction("while :; do :; done")
        var cgroup = try enforcement.makeCgroup(tier: tier)
        try await withCleanup {
            _ = try await FunctionProcess.run(
                function.binary.path, launcher: cgroup.launcher, environment: [:], log: FunctionLog()
            ) { process in
                try await process.waitUntilReady()
                try cgroup.admit(process.identifier)
                _ = try await process.exec()
                let (cpuBefore, before) = (try nanosecondsOnCPU(process.identifier), ContinuousClock.now)
                // Other tests run at the same time and may leave it less than its part, so this counts the periods in
                // which it got that.
                var periods = 0
                for _ in 0..<50 where periods < 20 {
                    try await Task.sleep(for: .milliseconds(500))
                    periods = try #require(cgroup.usage()?.throttledPeriods)
                }
                let (cpuAfter, after) = (try nanosecondsOnCPU(process.identifier), ContinuousClock.now)
                let used = Double(cpuAfter - cpuBefore)
                #expect(periods >= 20)
                #expect(used > 0.8 * Double(periods) * tier.cpus * 20e6, "\(used) ns in \(periods) periods")
                #expect(used < 1.2 * tier.cpus * ((after - before) / .nanoseconds(1)))
            }
        } cleanup: {
            await cgroup.remove()
        }
    }

    @Test func `A process that wants more memory than the tier has is out of memory`() async throws {
        let tier = MemoryTier(megabytes: 128)
        let enforcement = try await enforcement(of: tier)
        // Zeros without an end and without a newline: tail keeps them all.
        let function = try ScriptedFunction("exec tail -n 1 /dev/zero")
        let s3 = try await LoopbackS3.start()
        let record = try await withCleanup {
            let environment = ExecutionEnvironment(
                function: function.binary, tier: tier, enforcement: enforcement, s3: s3, settings: [:],
                timeout: .seconds(50))
            return try await environment.run([], load: .coldOnly) {}
        } cleanup: {
            try? await s3.shutdown()
        }
        #expect(record.verdict.result == .outOfMemory)
        if let peak = record.peakCgroupBytes { #expect((100 << 20...tier.bytes).contains(peak)) }
    }

    @Test func `No cgroup stays behind, whatever is still inside`() async throws {
        let tier = MemoryTier(megabytes: 512)
        guard case .v1(let cpu, let memory) = try await enforcement(of: tier) else {
            try Test.cancel("the host has no cgroup v1")
        }
        let layout = CgroupLayout.v1(cpu: cpu, memory: memory, name: "thumbbench-test-\(UUID().uuidString)", tier: tier)
        var cgroup = try Cgroup(layout: layout)
        let function = try ScriptedFunction("sleep 60")
        let (_, status) = try await FunctionProcess.run(
            function.binary.path, environment: ["PATH": "/usr/bin:/bin"], log: FunctionLog()
        ) { process in
            try await process.waitUntilReady()
            try cgroup.admit(process.identifier)
            _ = try await process.exec()
            await cgroup.remove()
            for directory in layout.directories { #expect(!FileManager.default.fileExists(atPath: directory)) }
        }
        #expect(status == .signaled(9))
    }

    /// The first field of `schedstat`: time on a CPU.
    private func nanosecondsOnCPU(_ process: Int32) throws -> Int64 {
        let text = try #require(ControlFile.read("/proc/\(process)/schedstat"))
        return try #require(text.split(separator: " ").first.flatMap { Int64($0) })
    }
}
