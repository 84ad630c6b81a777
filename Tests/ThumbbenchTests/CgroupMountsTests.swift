import Testing

@testable import thumbbench

struct CgroupMountsTests {
    @Test func `Version 1 controllers are found where they are mounted, together or apart`() {
        let mounts = CgroupMounts(
            mountinfo: """
                22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
                30 24 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
                31 24 0:27 / /sys/fs/cgroup/memory rw,nosuid shared:9 master:2 - cgroup cgroup rw,memory
                32 24 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
                """)
        #expect(mounts.v1["cpu"] == "/sys/fs/cgroup/cpu,cpuacct")
        #expect(mounts.v1["memory"] == "/sys/fs/cgroup/memory")
        #expect(mounts.v2 == nil)
        #expect(
            TierEnforcement.candidates(mounts)
                == [.v1(cpu: "/sys/fs/cgroup/cpu,cpuacct", memory: "/sys/fs/cgroup/memory")])
    }

    @Test func `On a hybrid host the controllers decide, not the empty tree of version 2`() {
        let mounts = CgroupMounts(
            mountinfo: """
                30 24 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
                31 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                33 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                """)
        #expect(mounts.v2 == "/sys/fs/cgroup/unified")
        #expect(
            TierEnforcement.candidates(mounts) == [.v1(cpu: "/sys/fs/cgroup/cpu", memory: "/sys/fs/cgroup/memory")])
    }

    @Test func `Version 2 is tried directly, then through the user's systemd`() {
        let mounts = CgroupMounts(
            mountinfo: "29 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev shared:4 - cgroup2 cgroup2 rw,nsdelegate\n")
        #expect(mounts.v1.isEmpty)
        #expect(TierEnforcement.candidates(mounts) == [.v2(parent: "/sys/fs/cgroup"), .systemdScope])
    }

    @Test(arguments: ["", "\n", "29 23 0:26 / /sys/fs/cgroup rw -", "29 - cgroup2 cgroup2 rw"])
    func `Without cgroups there is nothing to try`(mountinfo: String) {
        #expect(TierEnforcement.candidates(CgroupMounts(mountinfo: mountinfo)).isEmpty)
    }
}
