import FoundationEssentials
import Loopback
import TestSupport
import Testing
import Thumbnailer

@testable import thumbbench

@Suite(.timeLimit(.minutes(15)))
struct LiveComparisonTests {
    @Test func `Ours and ffmpeg make the same thumbnail from the same server`() async throws {
        let ffmpeg = Peer.others(python: "python3").filter { $0.name.hasPrefix("ffmpeg,") || $0.name == "ffmpeg" }
        let (peers, missing) = try await InstalledPeer.detect(
            [.ours(executable: try BuiltProducts.executable("thumbbench"))] + ffmpeg)
        #expect(missing == [])
        let path = try await Fixtures.path(.mp4IndexLast)
        let seconds = try await VideoDuration.moment(.middle, of: path)
        #expect(seconds == 3)

        let s3 = try await LoopbackS3.start()
        let directory = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let input = try await withCleanup {
            let comparison = Comparison(
                peers: peers, s3: s3, rounds: 2, width: 320, timeout: .seconds(60),
                directory: directory.path(percentEncoded: false))
            return try await comparison.run(try InputVideo(path: path, number: 1), seconds: seconds) { _, _ in }
        } cleanup: {
            try? await s3.shutdown()
            try? FileManager.default.removeItem(at: directory)
        }
        for peer in input.peers {
            #expect(peer.verdict == "ok", "\(peer.name): \(peer.firstFailure ?? "")")
            #expect(peer.samples.map(\.round) == [1, 2])
            for sample in peer.samples {
                #expect(sample.jpegWidth == 320 && sample.jpegHeight == 180)
                #expect(sample.traffic.requests >= 1 && sample.traffic.bytes > 1_000)
                #expect(sample.peakResidentBytes > 4 << 20 && sample.cpuMs > 0 && sample.wallMs > 0)
            }
        }
        #expect(input.ratios.allSatisfy { ($0.wall?.count, $0.cpu?.count) == (2, 2) })
    }
}
