import Subprocess
import Testing

@testable import Loopback
@testable import thumbbench

struct ComparisonReportTests {
    /// A JPEG's markers without a picture: 480 by 270 pixels.
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 1, 14, 1, 224, 1, 1, 0x11, 0]
        + [0xFF, 0xDA, 0, 2, 1, 2, 3, 4, 5, 6, 7, 0xFF, 0xD9]

    private static func sample(
        _ round: Int, wall: Double, status: TerminationStatus = .exited(0), jpeg: [UInt8]? = jpeg, width: Int = 480
    ) -> PeerSample {
        let outcome = PeerProcess.Outcome(
            wall: .milliseconds(wall), cpu: .milliseconds(wall / 2), peakResidentBytes: 32 << 20, status: status)
        return PeerSample(
            round: round, outcome, lastWords: ["no, \"really\""], traffic: PeerTraffic([], objectBytes: 0), jpeg: jpeg,
            width: width)
    }

    private static func record(_ name: String, _ samples: [PeerSample]) -> PeerRecord {
        let peer = Peer(name: name, probe: nil) { _ in [] }
        var record = PeerRecord(InstalledPeer(peer: peer, version: "1"), command: [name, "it's", "URL"])
        record.samples = samples
        return record
    }

    private let report = ComparisonReport(
        date: "1970-01-01T00:00:00Z", host: Host(cpus: 2, kernel: "6.1"), firstByteDelayMs: 25,
        bytesPerSecond: 90_000_000, rounds: 3, width: 480, notInstalled: ["PyAV"],
        inputs: [
            .init(
                path: "a.mp4", bytes: 1_000_000, seconds: 60,
                peers: [
                    record("thumbbench", [sample(1, wall: 100), sample(2, wall: 300), sample(3, wall: 100)]),
                    record(
                        "ffmpeg",
                        [sample(1, wall: 400), sample(2, wall: 1_000), sample(3, wall: 50, status: .exited(1))]),
                ])
        ])

    @Test func `Ratios are of the same round, and a failure is in none`() throws {
        let ratios = report.inputs[0].ratios
        #expect(ratios[0].wall?.median == 1)
        let wall = try #require(ratios[1].wall)
        #expect((wall.count, wall.minimum, wall.median, wall.maximum) == (2, 0.25, 0.275, 0.3))
        #expect(report.inputs[0].figures[1].wallMs?.minimum == 400)
    }

    @Test func `The table has a row for each peer, and tells failures and who is missing`() {
        #expect(
            report.text == """
                Cold processes, taking turns: 3 rounds after one to warm up; JPEGs 480 pixels wide
                Server: 25 ms to the first byte, 90 MB/s on each connection

                a.mp4, 1.0 MB, at 60 s
                            ------ wall ms ------  -- CPU ms ---  peak MB  ------- server --------  - ours / peer --
                              min  median     p90  median    p90   median  requests  cut off    MB  wall   CPU  peak        verdict
                thumbbench  100.0   100.0   300.0    50.0  150.0     32.0         0        0  0.00  1.00  1.00  1.00             ok
                ffmpeg      400.0   700.0  1000.0   350.0  500.0     32.0         0        0  0.00  0.28  0.28  1.00  1 of 3 failed
                ffmpeg: exit status 1; no, "really"

                not installed: PyAV

                """)
        #expect(report.isSuccess)
    }

    @Test func `Command lines are as a shell takes them`() {
        #expect(report.commandLines.hasPrefix("thumbbench (1):\n    thumbbench 'it'\\''s' URL\n"))
    }

    @Test func `The CSV has a row for each peer and round, in the order they ran`() {
        let lines = report.csv.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[1] == "a.mp4,1,thumbbench,100.0,50.0,33554432,0,0,0,exit status 0,480,270,34,")
        #expect(lines[6].hasSuffix(#","exit status 1; no, ""really""""#))
    }

    @Test func `The JSON has the samples and the command lines`() {
        let json = JSONOutput.pretty(report)
        for name in ["wall_ms", "cpu_ms", "peak_resident_bytes", "abandoned_requests", "ratios", "command"] {
            #expect(json.contains("\"\(name)\""), "\(name)")
        }
    }

    @Test func `What is no picture of the right size is a failure, however fast`() {
        #expect(Self.sample(1, wall: 1).failure == nil)
        #expect(Self.sample(1, wall: 1, jpeg: nil).failure == "no file was written")
        #expect(Self.sample(1, wall: 1, jpeg: Self.jpeg.dropLast()).failure == "what was written is not a whole JPEG")
        #expect(Self.sample(1, wall: 1, width: 320).failure == "the JPEG has 480x270 pixels")
    }

    @Test func `Ours that fails fails the comparison; another peer does not`() {
        var ours = Self.record("thumbbench", [])
        ours.giveUp("no reason")
        var failed = report
        failed.inputs = [.init(path: "b.mp4", bytes: 1, seconds: 0, peers: [ours])]
        #expect(!failed.isSuccess)
        #expect(failed.text.contains("thumbbench: no reason"))
    }

    @Test func `Answers let go before their end are counted`() {
        let traffic = PeerTraffic(
            [
                Self.answer(status: 200, range: nil, sent: 400),
                Self.answer(status: 206, range: 500..<2_000, sent: 500),
                Self.answer(status: 206, range: 0..<10, sent: 9),
                Self.answer(status: 416, range: 2_000..<3_000, sent: 200),
            ], objectBytes: 1_000)
        #expect(traffic.requests == 4)
        #expect(traffic.abandonedRequests == 2)
        #expect(traffic.bytes == 1_109)
    }

    private static func answer(status: Int, range: Range<Int64>?, sent: Int64) -> LoopbackS3.Record {
        LoopbackS3.Record(
            method: "GET", bucket: "b", key: "k", range: range, status: status, bytesSent: sent, bytesReceived: 0,
            connection: 1, requestHeaders: [], start: .now, end: .now, isFinished: true)
    }
}
