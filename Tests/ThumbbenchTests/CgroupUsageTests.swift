import Testing

@testable import thumbbench

struct CgroupUsageTests {
    @Test func `Version 1 counts in nanoseconds`() {
        let usage = CgroupUsage(
            cpuStatistics: "nr_periods 7\nnr_throttled 3\nthrottled_time 48123456\n",
            memoryEvents: "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", memoryPeak: "134217728\n")
        #expect(usage.throttled == .nanoseconds(48_123_456))
        #expect(usage.throttledPeriods == 3)
        #expect(usage.outOfMemoryKills == 1)
        #expect(usage.peakMemoryBytes == 134_217_728)
    }

    @Test func `Version 2 counts in microseconds, and tells the limit's events from kills`() {
        let usage = CgroupUsage(
            cpuStatistics: "usage_usec 100\nnr_periods 7\nnr_throttled 3\nthrottled_usec 48123\n",
            memoryEvents: "low 0\nhigh 0\nmax 40\noom 2\noom_kill 0\noom_group_kill 0\n", memoryPeak: "4096\n")
        #expect(usage.throttled == .microseconds(48_123))
        #expect(usage.throttledPeriods == 3)
        #expect(usage.outOfMemoryKills == 0)
        #expect(usage.peakMemoryBytes == 4_096)
    }

    @Test func `What a kernel does not count is not zero but unknown`() {
        let usage = CgroupUsage(cpuStatistics: "usage_usec 100\n", memoryEvents: nil, memoryPeak: nil)
        #expect(usage.throttled == nil)
        #expect(usage.outOfMemoryKills == nil)
        #expect(usage.peakMemoryBytes == nil)
    }

    @Test func `The path of a version 2 cgroup is behind the empty controller list`() {
        #expect(CgroupV2.path(inProcCgroup: "0::/user.slice/run-1.scope\n") == "/user.slice/run-1.scope")
        #expect(CgroupV2.path(inProcCgroup: "4:memory:/a\n1:name=systemd:/b\n0::/c\n") == "/c")
        #expect(CgroupV2.path(inProcCgroup: "4:memory:/a\n") == nil)
    }

    @Test func `Missing controllers are named`() {
        #expect(CgroupV2.missingControllers("cpuset cpu io memory pids\n") == nil)
        #expect(CgroupV2.missingControllers("memory pids\n") == "cpu")
        #expect(CgroupV2.missingControllers("") == "cpu and memory")
    }

    @Test func `The high-water mark is read from a process's status, which counts in KiB`() {
        #expect(PeakMemory.resident(inStatus: "Name:\tsh\nVmPeak:\t  900 kB\nVmHWM:\t   16448 kB\n") == 16_842_752)
        #expect(PeakMemory.resident(inStatus: "Name:\tkthreadd\n") == nil)
    }
}
