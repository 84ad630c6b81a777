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
}
