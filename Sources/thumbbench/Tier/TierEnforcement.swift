import Subprocess
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// By which mechanism of this host a tier's limits are enforced.
///
/// Version 1 runs on the machines this was developed on. The two ways of version 2 follow the kernel's and systemd's
/// documentation and are tested as values.
enum TierEnforcement: Sendable, Equatable {
    /// Mount points of the two controllers.
    case v1(cpu: String, memory: String)
    /// Cgroups are made in this directory of the version 2 hierarchy.
    case v2(parent: String)
    /// The user's systemd makes the cgroups: the way of a user who is not root.
    case systemdScope
    /// Nothing is enforced; why not, mechanism by mechanism.
    case none(reasons: [String])

    var isEnforced: Bool { if case .none = self { false } else { true } }

    /// For a sentence or a report.
    var name: String {
        switch self {
        case .v1: "cgroup v1"
        case .v2: "cgroup v2"
        case .systemdScope: "cgroup v2 through systemd-run --user --scope"
        case .none: "nothing"
        }
    }

    /// The first mechanism with which a cgroup of this tier can really be made now.
    static func detect(tier: MemoryTier) async throws -> TierEnforcement {
        let mounts = CgroupMounts(mountinfo: ControlFile.read("/proc/self/mountinfo") ?? "")
        var reasons: [String] = []
        for candidate in candidates(mounts) {
            do {
                try await candidate.rehearse(tier: tier)
                return candidate
            } catch  where !(error is CancellationError) {
                reasons.append("\(candidate.name): \(error)")
            }
        }
        return .none(reasons: reasons.isEmpty ? ["no cgroup hierarchy is mounted"] : reasons)
    }

    /// What the mounts allow, the most direct way first.
    static func candidates(_ mounts: CgroupMounts) -> [TierEnforcement] {
        var candidates: [TierEnforcement] = []
        if let cpu = mounts.v1["cpu"], let memory = mounts.v1["memory"] {
            candidates.append(.v1(cpu: cpu, memory: memory))
        } else if let parent = mounts.v2 {
            candidates += [.v2(parent: parent), .systemdScope]
        }
        return candidates
    }

    /// A new cgroup for one process.
    func makeCgroup(tier: MemoryTier) throws(BenchError) -> Cgroup {
        let name = Self.uniqueName()
        switch self {
        case .v1(let cpu, let memory):
            return try Cgroup(layout: .v1(cpu: cpu, memory: memory, name: name, tier: tier))
        case .v2(let parent):
            try CgroupV2.delegateControllers(in: parent)
            return try Cgroup(layout: .v2(parent: parent, name: name, tier: tier))
        case .systemdScope:
            return Cgroup(launcher: Self.scopeCommand(unit: name, tier: tier))
        case .none:
            return .none
        }
    }

    /// systemd.resource-control(5): a transient scope with the tier's limits; the command follows.
    static func scopeCommand(unit: String, tier: MemoryTier) -> [String] {
        [
            "systemd-run", "--user", "--scope", "--quiet", "--collect", "--unit=\(unit)",
            "--property=CPUQuota=\((tier.cpus * 100).formatted(decimals: 2))%",
            "--property=CPUQuotaPeriodSec=\(MemoryTier.periodMicroseconds)us",
            "--property=MemoryMax=\(tier.bytes)", "--property=MemorySwapMax=0", "--",
        ]
    }

    /// Makes a cgroup, brings a process inside that does nothing, and removes both.
    private func rehearse(tier: MemoryTier) async throws {
        var cgroup = try makeCgroup(tier: tier)
        do {
            try await FunctionProcess.run(
                "/bin/true", launcher: cgroup.launcher, environment: [:], log: FunctionLog()
            ) { process in
                try await process.waitUntilReady()
                try cgroup.admit(process.identifier)
            }
        } catch {
            await cgroup.remove()
            throw error
        }
        await cgroup.remove()
    }

    private static let count = Atomic<Int>(0)

    /// The PID tells which run of thumbbench a cgroup belongs to.
    private static func uniqueName() -> String {
        "thumbbench-\(getpid())-\(count.add(1, ordering: .relaxed).newValue)"
    }
}
