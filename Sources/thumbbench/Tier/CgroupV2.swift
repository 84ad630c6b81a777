/// What to know about the one tree of cgroup version 2 before making something in it.
enum CgroupV2 {
    static let neededControllers = ["cpu", "memory"]

    /// The needed controllers that are not in a `cgroup.controllers` or `cgroup.subtree_control` file, for a sentence.
    static func missingControllers(_ text: String) -> String? {
        let present = text.split(whereSeparator: \.isWhitespace)
        let missing = neededControllers.filter { !present.contains(Substring($0)) }
        return missing.isEmpty ? nil : missing.joined(separator: " and ")
    }

    /// Has a cgroup hand out the needed controllers to those inside it.
    ///
    /// Nothing is written where they are handed out already, as systemd does at the root. The kernel refuses with EBUSY
    /// when processes sit in `directory` itself, unless it is the root of the whole machine.
    static func delegateControllers(in directory: String) throws(BenchError) {
        let file = "\(directory)/cgroup.subtree_control"
        guard missingControllers(ControlFile.read(file) ?? "") != nil else { return }
        try ControlFile.write(neededControllers.map { "+\($0)" }.joined(separator: " "), to: file)
    }

    /// The directory of a process's cgroup.
    static func directory(ofProcess process: Int32) -> String? {
        guard let mount = CgroupMounts(mountinfo: ControlFile.read("/proc/self/mountinfo") ?? "").v2,
            let path = path(inProcCgroup: ControlFile.read("/proc/\(process)/cgroup") ?? "")
        else { return nil }
        return mount + path
    }

    /// The path from the mount point, as `/proc/PID/cgroup` has it behind `0::`.
    static func path(inProcCgroup text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("0::/") }.map { String($0.dropFirst(3)) }
    }
}
