/// Which directories and files make a memory tier, and where the kernel then counts what was used.
///
/// A pure value: ``Cgroup`` carries it out.
struct CgroupLayout: Sendable, Equatable {
    /// One line for one of the kernel's control files.
    struct Setting: Sendable, Equatable {
        let file: String
        let value: String
        /// Whether the tier is not the tier without it. Limits of swap do not exist on a kernel without swap accounting.
        var isRequired = true
    }

    /// Made in this order.
    var directories: [String] = []
    /// Written in this order, once the directories are there.
    var settings: [Setting] = []
    /// Files that take the PID of a process to admit, and list those inside.
    var processLists: [String] = []
    /// Takes a 1 to kill all processes inside; version 2 only.
    var kill: String?

    var cpuStatistics: String
    var memoryEvents: String
    var memoryPeak: String

    /// Version 1 (Documentation/admin-guide/cgroup-v1): the controllers are separate trees.
    /// - Parameters:
    ///   - cpu: Mount point of the `cpu` controller.
    ///   - memory: Mount point of the `memory` controller.
    static func v1(cpu: String, memory: String, name: String, tier: MemoryTier) -> CgroupLayout {
        let cpu = "\(cpu)/\(name)"
        let memory = "\(memory)/\(name)"
        let directories = cpu == memory ? [cpu] : [cpu, memory]
        return CgroupLayout(
            directories: directories,
            settings: [
                Setting(file: "\(cpu)/cpu.cfs_period_us", value: "\(MemoryTier.periodMicroseconds)"),
                Setting(file: "\(cpu)/cpu.cfs_quota_us", value: "\(tier.quotaMicroseconds)"),
                Setting(file: "\(memory)/memory.limit_in_bytes", value: "\(tier.bytes)"),
                // Memory and swap together may never be set below memory alone, so it comes after that.
                Setting(file: "\(memory)/memory.memsw.limit_in_bytes", value: "\(tier.bytes)", isRequired: false),
                Setting(file: "\(memory)/memory.swappiness", value: "0", isRequired: false),
            ],
            processLists: directories.map { "\($0)/cgroup.procs" },
            cpuStatistics: "\(cpu)/cpu.stat",
            memoryEvents: "\(memory)/memory.oom_control",
            memoryPeak: "\(memory)/memory.max_usage_in_bytes")
    }

    /// Version 2 (Documentation/admin-guide/cgroup-v2.rst): one tree, whose `parent` hands out `cpu` and `memory`.
    static func v2(parent: String, name: String, tier: MemoryTier) -> CgroupLayout {
        let directory = "\(parent)/\(name)"
        var layout = v2(scope: directory)
        layout.directories = [directory]
        layout.settings = [
            Setting(file: "\(directory)/cpu.max", value: "\(tier.quotaMicroseconds) \(MemoryTier.periodMicroseconds)"),
            Setting(file: "\(directory)/memory.max", value: "\(tier.bytes)"),
            Setting(file: "\(directory)/memory.swap.max", value: "0", isRequired: false),
        ]
        layout.processLists = ["\(directory)/cgroup.procs"]
        layout.kill = "\(directory)/cgroup.kill"
        return layout
    }

    /// A cgroup of version 2 that somebody else, such as systemd, makes, sets up and removes: only for reading.
    static func v2(scope directory: String) -> CgroupLayout {
        CgroupLayout(
            cpuStatistics: "\(directory)/cpu.stat",
            memoryEvents: "\(directory)/memory.events",
            memoryPeak: "\(directory)/memory.peak")
    }
}
