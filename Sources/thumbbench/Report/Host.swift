import FoundationEssentials

/// The machine that figures come from.
struct Host: Sendable, Encodable {
    /// That this process may use: `taskset` and containers leave it fewer than there are.
    var cpus: Int
    /// Release of the kernel.
    var kernel: String

    static var current: Host {
        Host(
            cpus: allowedCPUs(inStatus: ControlFile.read("/proc/self/status") ?? "")
                ?? ProcessInfo.processInfo.activeProcessorCount,
            kernel: (ControlFile.read("/proc/sys/kernel/osrelease") ?? "unknown").filter { !$0.isWhitespace })
    }

    /// Counts `Cpus_allowed_list` of a `/proc/PID/status` file (proc(5)): ranges such as `0-2,4`.
    static func allowedCPUs(inStatus status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
        guard let list = line?.split(whereSeparator: \.isWhitespace).dropFirst().first else { return nil }
        let counts = list.split(separator: ",").map { range -> Int in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, last >= first else { return 0 }
            return last - first + 1
        }
        let count = counts.reduce(0, +)
        return count > 0 ? count : nil
    }

    /// Of the first CPU; nil where the kernel does not tell, as on many ARM machines.
    static var processor: String? {
        let line = ControlFile.read("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.drop { $0 == " " } }.map(String.init)
    }

    /// The operating system's name and version (os-release(5)).
    static var system: String? {
        let line = ControlFile.read("/etc/os-release")?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
        return line.map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } }
    }
}
