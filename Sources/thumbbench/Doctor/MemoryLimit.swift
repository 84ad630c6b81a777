import Subprocess

/// Whether a process that wants more memory than a setting has is killed for it, as on Lambda.
enum MemoryLimit {
    /// Fills 128 MB. Takes a second or two, as the setting's CPU share is small.
    static func holds(enforcement: TierEnforcement) async throws -> Bool {
        var cgroup = try enforcement.makeCgroup(tier: MemoryTier(megabytes: 128))
        return try await withCleanup {
            let (outcome, status) = try await FunctionProcess.run(
                // Zeros without an end and without a newline: tail keeps them all.
                "/usr/bin/tail", arguments: ["-n", "1", "/dev/zero"], launcher: cgroup.launcher, environment: [:],
                log: FunctionLog()
            ) { process in
                try await process.waitUntilReady()
                try cgroup.admit(process.identifier)
                _ = try await process.exec()
                return try await process.outcome(
                    of: { try await Task.sleep(for: .seconds(60)) }, within: .seconds(60))
            }
            guard case .processEnded = outcome else { return false }
            return status == .signaled(9)
        } cleanup: {
            await cgroup.remove()
        }
    }
}
