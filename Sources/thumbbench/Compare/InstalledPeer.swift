import Subprocess

/// A peer that is there to be measured.
struct InstalledPeer: Sendable {
    let peer: Peer
    /// The first line of what it says about its version.
    let version: String

    /// Asks each peer for its version.
    /// - Returns: Those that answer, and the names of those that do not.
    static func detect(_ peers: [Peer]) async throws -> (installed: [InstalledPeer], missing: [String]) {
        var installed: [InstalledPeer] = []
        var missing: [String] = []
        for peer in peers {
            if let version = try await version(of: peer) {
                installed.append(InstalledPeer(peer: peer, version: version))
            } else {
                missing.append(peer.name)
            }
        }
        return (installed, missing)
    }

    /// Nil when the program cannot be started or fails: it, or a module of it, is not there.
    private static func version(of peer: Peer) async throws -> String? {
        guard let probe = peer.probe else { return "this build" }
        // `env` takes a path as well as a name, and its failure to find either is an exit status.
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(probe), input: .none, output: .string(limit: 1 << 16), error: .discarded)
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}
