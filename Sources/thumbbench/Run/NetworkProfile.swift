import FoundationEssentials
import Loopback

/// The shape of a network between function and S3, under a name.
struct NetworkProfile: Sendable, Equatable {
    /// Fields of a profile's file.
    private struct File: Decodable {
        var firstByteMs: Double
        /// 10^6 bytes a second on each connection; no limit when it is missing or 0.
        var mbPerSecond: Double?
    }

    /// "Use one concurrent request for each 85–90 MB/s of desired network throughput" (S3's performance guidelines);
    /// the first byte of a small object comes after 20 to 30 ms where function and bucket are in one region.
    static let sameRegion = NetworkProfile(name: "s3-same-region", firstByteMs: 25, mbPerSecond: 90)

    /// An assumption, not a measurement: a round trip between continents of 75 ms comes on top, and a receive window of
    /// 2 MB in each of these is 27 MB/s.
    static let crossRegion = NetworkProfile(name: "s3-cross-region", firstByteMs: 100, mbPerSecond: 27)

    /// As fast as this machine is.
    static let local = NetworkProfile(name: "local", firstByteMs: 0, mbPerSecond: 0)

    static let named = [sameRegion, crossRegion, local]

    /// One of the names above, or a file's path.
    let name: String
    let firstByteMs: Double
    /// On each connection; 0 without a limit.
    let mbPerSecond: Double

    private init(name: String, firstByteMs: Double, mbPerSecond: Double) {
        self.name = name
        self.firstByteMs = firstByteMs
        self.mbPerSecond = mbPerSecond
    }

    /// - Parameter argument: A name, or the path of a JSON file with `firstByteMs` and `mbPerSecond`.
    init(argument: String) throws {
        if let profile = Self.named.first(where: { $0.name == argument }) {
            self = profile
            return
        }
        let names = Self.named.map(\.name).joined(separator: ", ")
        guard let data = try? Data(contentsOf: URL(filePath: argument)) else {
            throw BenchError("\(argument) is neither \(names) nor a file that can be read.")
        }
        guard let file = try? JSONDecoder().decode(File.self, from: data) else {
            throw BenchError("\(argument) is not JSON like {\"firstByteMs\": 25, \"mbPerSecond\": 90}.")
        }
        self.init(name: argument, firstByteMs: file.firstByteMs, mbPerSecond: file.mbPerSecond ?? 0)
    }
}
