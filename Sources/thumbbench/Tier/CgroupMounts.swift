/// Where the kernel's cgroup controllers are mounted, as `/proc/self/mountinfo` tells (proc(5), cgroups(7)).
struct CgroupMounts: Sendable, Equatable {
    /// Directories of the version 1 controllers by name; controllers that share a mount share its directory.
    var v1: [String: String] = [:]
    /// The directory of the one version 2 hierarchy. On a hybrid system it is there, but without controllers.
    var v2: String?

    init(mountinfo: String) {
        for line in mountinfo.split(separator: "\n") {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
            // The fields before the lone hyphen vary in number, those after it do not.
            let fields = line.split(separator: " ")
            guard let hyphen = fields.firstIndex(of: "-"), fields.count > hyphen + 3, hyphen > 4 else { continue }
            let directory = String(fields[4])
            switch fields[hyphen + 1] {
            case "cgroup":
                for controller in fields[hyphen + 3].split(separator: ",") { v1[String(controller)] = directory }
            case "cgroup2":
                v2 = v2 ?? directory
            default:
                continue
            }
        }
    }
}
