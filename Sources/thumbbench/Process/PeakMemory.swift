/// The most memory that a process ever had resident, by its own count.
enum PeakMemory {
    /// In bytes, or nil when the process is gone. Starts anew with `exec`.
    static func resident(ofProcess process: Int32) -> Int64? {
        resident(inStatus: ControlFile.read("/proc/\(process)/status") ?? "")
    }

    /// `VmHWM` of a `/proc/PID/status` file (proc(5)), which counts in KiB.
    static func resident(inStatus status: String) -> Int64? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int64($0) }.map { $0 * 1_024 }
    }
}
