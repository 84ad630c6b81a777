import FoundationEssentials

/// The machine that figures come from.
struct Host: Sendable, Encodable {
    var cpus: Int
    /// Release of the kernel.
    var kernel: String

    static var current: Host {
        Host(
            cpus: ProcessInfo.processInfo.activeProcessorCount,
            kernel: (ControlFile.read("/proc/sys/kernel/osrelease") ?? "unknown").filter { !$0.isWhitespace })
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
