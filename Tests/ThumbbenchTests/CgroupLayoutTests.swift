import Testing

@testable import thumbbench

struct CgroupLayoutTests {
    let tier = MemoryTier(megabytes: 1_024)

    @Test func `Version 1 has a directory in each controller's tree`() {
        let layout = CgroupLayout.v1(cpu: "/cg/cpu", memory: "/cg/memory", name: "t", tier: tier)
        #expect(layout.directories == ["/cg/cpu/t", "/cg/memory/t"])
        #expect(layout.processLists == ["/cg/cpu/t/cgroup.procs", "/cg/memory/t/cgroup.procs"])
        #expect(
            layout.settings == [
                .init(file: "/cg/cpu/t/cpu.cfs_period_us", value: "20000"),
                .init(file: "/cg/cpu/t/cpu.cfs_quota_us", value: "11577"),
                .init(file: "/cg/memory/t/memory.limit_in_bytes", value: "1073741824"),
                .init(file: "/cg/memory/t/memory.memsw.limit_in_bytes", value: "1073741824", isRequired: false),
                .init(file: "/cg/memory/t/memory.swappiness", value: "0", isRequired: false),
            ])
        #expect(layout.kill == nil)
        #expect(layout.cpuStatistics == "/cg/cpu/t/cpu.stat")
        #expect(layout.memoryEvents == "/cg/memory/t/memory.oom_control")
        #expect(layout.memoryPeak == "/cg/memory/t/memory.max_usage_in_bytes")
    }

    @Test func `Controllers of one mount share a directory`() {
        let layout = CgroupLayout.v1(cpu: "/cg", memory: "/cg", name: "t", tier: tier)
        #expect(layout.directories == ["/cg/t"])
        #expect(layout.processLists == ["/cg/t/cgroup.procs"])
    }

    @Test func `Version 2 has one directory, and memory without swap`() {
        let layout = CgroupLayout.v2(parent: "/cg", name: "t", tier: tier)
        #expect(layout.directories == ["/cg/t"])
        #expect(layout.processLists == ["/cg/t/cgroup.procs"])
        #expect(
            layout.settings == [
                .init(file: "/cg/t/cpu.max", value: "11577 20000"),
                .init(file: "/cg/t/memory.max", value: "1073741824"),
                .init(file: "/cg/t/memory.swap.max", value: "0", isRequired: false),
            ])
        #expect(layout.kill == "/cg/t/cgroup.kill")
        #expect(layout.cpuStatistics == "/cg/t/cpu.stat")
        #expect(layout.memoryEvents == "/cg/t/memory.events")
        #expect(layout.memoryPeak == "/cg/t/memory.peak")
    }

    @Test func `A scope of systemd's is only read`() {
        let layout = CgroupLayout.v2(scope: "/cg/user.slice/t.scope")
        #expect(layout.directories.isEmpty && layout.settings.isEmpty && layout.processLists.isEmpty)
        #expect(layout.kill == nil)
        #expect(layout.memoryEvents == "/cg/user.slice/t.scope/memory.events")
    }

    @Test func `systemd gets the same limits in its own words`() {
        #expect(
            TierEnforcement.scopeCommand(unit: "t", tier: tier) == [
                "systemd-run", "--user", "--scope", "--quiet", "--collect", "--unit=t",
                "--property=CPUQuota=57.89%", "--property=CPUQuotaPeriodSec=20000us",
                "--property=MemoryMax=1073741824", "--property=MemorySwapMax=0", "--",
            ])
    }
}
