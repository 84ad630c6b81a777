#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A cgroup for one function process, with the limits of a memory tier. Whoever makes one calls ``remove()``.
struct Cgroup: Sendable {
    /// What to put in front of a command so that it starts inside; empty when ``admit(_:)`` moves the process.
    private(set) var launcher: [String] = []
    /// Nil when nothing is enforced, and before systemd's scope has a process in it.
    private var layout: CgroupLayout?

    private init() {}

    /// Nothing is enforced and nothing is counted.
    static let none = Cgroup()

    /// Makes the directories and sets the limits.
    init(layout: CgroupLayout) throws(BenchError) {
        self.layout = layout
        do {
            for directory in layout.directories { try ControlFile.makeDirectory(directory) }
            for setting in layout.settings {
                do {
                    try ControlFile.write(setting.value, to: setting.file)
                } catch  where !setting.isRequired {
                    continue
                }
            }
        } catch {
            for directory in layout.directories.reversed() { _ = ControlFile.removeDirectory(directory) }
            throw error
        }
    }

    /// A cgroup that systemd makes when `launcher` starts a process, and removes after the last process inside ended.
    init(launcher: [String]) {
        self.launcher = launcher
    }

    /// Brings a process inside; one that systemd started is there already.
    mutating func admit(_ process: pid_t) throws(BenchError) {
        if launcher.isEmpty {
            for list in layout?.processLists ?? [] { try ControlFile.write("\(process)", to: list) }
            return
        }
        guard let directory = CgroupV2.directory(ofProcess: process) else {
            throw BenchError("systemd-run started the function, but /proc/\(process)/cgroup names no cgroup.")
        }
        let controllers = ControlFile.read("\(directory)/cgroup.controllers") ?? ""
        if let missing = CgroupV2.missingControllers(controllers) {
            throw BenchError(
                """
                systemd does not let this user limit \(missing). To allow it: put "[Service]" and \
                "Delegate=cpu memory pids" into /etc/systemd/system/user@.service.d/delegate.conf, run \
                `systemctl daemon-reload` as root and log in again; or run thumbbench as root.
                """)
        }
        layout = .v2(scope: directory)
    }

    /// What was used since the cgroup was made, or nil when there is none, or not any more. Costs three small reads.
    func usage() -> CgroupUsage? {
        guard let layout, let events = ControlFile.read(layout.memoryEvents) else { return nil }
        return CgroupUsage(
            cpuStatistics: ControlFile.read(layout.cpuStatistics), memoryEvents: events,
            memoryPeak: ControlFile.read(layout.memoryPeak))
    }

    /// Kills what is still inside and removes the directories, also when the task is cancelled.
    func remove() async {
        guard let layout else { return }
        if let kill = layout.kill { try? ControlFile.write("1", to: kill) }
        for list in layout.processLists {
            for process in (ControlFile.read(list) ?? "").split(separator: "\n").compactMap({ pid_t($0) }) {
                kill(process, SIGKILL)
            }
        }
        // A killed process leaves its cgroup some time after it is reaped. The new task is not cancelled with this one.
        await Task {
            for directory in layout.directories.reversed() {
                for _ in 0..<500 where !ControlFile.removeDirectory(directory) {
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
        }.value
    }
}
