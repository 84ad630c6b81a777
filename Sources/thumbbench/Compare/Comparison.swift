import FoundationEssentials
import Loopback

/// The order of a comparison: in each round every peer makes one thumbnail, one after the other, so that whatever else
/// happens on the machine meets all of them alike.
///
/// Each round has an order of its own, as a peer may leave something behind for the next one. Measured: after the one that
/// downloads 644 MB, while the kernel still writes them to the disk, ours took 189 ms, and 148 ms without it.
struct Comparison: Sendable {
    /// Ours is the first.
    let peers: [InstalledPeer]
    let s3: LoopbackS3
    let rounds: Int
    /// Of the thumbnails, in pixels.
    let width: Int
    /// For one thumbnail.
    let timeout: Duration
    /// For what the peers write, their temporary files too.
    let directory: String

    /// Round 0 warms the page cache up and is not counted. A peer that fails in it is left out of the others.
    /// - Parameter progress: Called after each thumbnail with the fraction that is done and the peer's name.
    func run(
        _ video: InputVideo, seconds: Int, progress: (Double, String) -> Void
    ) async throws -> ComparisonReport.Input {
        try s3.store(.file(path: video.path), bucket: InputVideo.bucket, key: video.key)
        let request = Peer.Request(
            url: "\(s3.endpoint)/\(InputVideo.bucket)/\(Self.escaped(video.key))", seconds: seconds, width: width,
            output: "\(directory)/thumbnail.jpg")
        var records = peers.map { PeerRecord($0, command: $0.peer.shownCommand(seconds: seconds, width: width)) }
        for round in 0...rounds {
            for (turn, index) in peers.indices.shuffled().enumerated() where !records[index].isGivenUp {
                let peer = peers[index]
                let done = Double(round * peers.count + turn) / Double((rounds + 1) * peers.count)
                progress(done, "\(video.name) \(peer.peer.name)")
                let sample = try await sample(of: peer.peer, request, round: round, objectBytes: video.bytes)
                if round > 0 {
                    records[index].samples.append(sample)
                } else if let failure = sample.failure {
                    records[index].giveUp(failure)
                }
            }
        }
        return ComparisonReport.Input(path: video.path, bytes: video.bytes, seconds: seconds, peers: records)
    }

    private func sample(
        of peer: Peer, _ request: Peer.Request, round: Int, objectBytes: Int64
    ) async throws -> PeerSample {
        try? FileManager.default.removeItem(atPath: request.output)
        s3.resetRecords()
        let log = "\(directory)/log"
        let outcome = try await PeerProcess.run(
            peer.command(request), environment: Self.environment(temporaryDirectory: directory), log: log,
            timeout: timeout)
        // Its sockets are closed, so the server soon knows what it did not want any more.
        let traffic = PeerTraffic(try await s3.settledRecords(), objectBytes: objectBytes)
        let jpeg = (try? Data(contentsOf: URL(filePath: request.output))).map { Array($0) }
        let lastWords = (ControlFile.read(log) ?? "").split(whereSeparator: \.isNewline).suffix(2).map(String.init)
        return PeerSample(
            round: round, outcome, lastWords: lastWords, traffic: traffic, jpeg: jpeg, width: request.width)
    }

    /// The user's own, but the way to the server is direct and temporary files are where they will be removed.
    static func environment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment, temporaryDirectory: String
    ) -> [String: String] {
        var environment = environment.filter { !$0.key.lowercased().hasSuffix("_proxy") }
        environment["TMPDIR"] = temporaryDirectory
        return environment
    }

    /// A path of a URL: what is not unreserved (RFC 3986) is escaped.
    static func escaped(_ key: String) -> String {
        var escaped = ""
        for byte in key.utf8 {
            let character = Character(UnicodeScalar(byte))
            if character.isASCII && (character.isLetter || character.isNumber || "-._~/".contains(character)) {
                escaped.append(character)
            } else {
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
