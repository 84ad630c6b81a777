import Foundation
import TestSupport
import Testing

/// What `thumbbench extract` shows of files whose every frame is known.
@Suite("Extracting", .timeLimit(.minutes(15)))
struct ExtractTests {
    struct Report: Decodable {
        var width: Int
        var height: Int
        var keyframe: Bool
        var rotation: Int
    }

    static func extract(_ fixture: Fixture, options: [String] = []) async throws -> (Report, DecodedJPEG) {
        let directory = try TestEnvironment.temporaryDirectory(for: "extract")
        defer { try? FileManager.default.removeItem(at: directory) }
        let output = directory.appending(path: "out.jpg")
        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"),
            ["extract", try await Fixtures.path(fixture), "-o", output.path(percentEncoded: false), "--json"] + options,
            environment: TestEnvironment.isolated())
        try #require(command.status == 0, "\(command.outputText) \(command.errorOutput)")
        let report = try JSONDecoder().decode(Report.self, from: Data(command.output))
        return (report, try await DecodedJPEG(Array(try Data(contentsOf: output))))
    }

    @Test(
        "The keyframe shown is the one at or before the wanted time, in every container",
        arguments: [Fixture.mp4IndexLast, .mp4IndexFirst, .mp4HD, .matroska, .webM, .mpegTS],
        [0.5, 1.5, 2.9, 3.5, 5.5])
    func keyframes(fixture: Fixture, time: Double) async throws {
        let (report, picture) = try await Self.extract(fixture, options: ["--at", "\(time)"])
        let expected = ColourVideo.colour(at: time)
        let pixel = picture.rgb(atRelative: 0.5, 0.5)
        #expect(pixel.isClose(to: expected), "\(pixel) instead of \(expected)")
        #expect(report.keyframe)
    }

    @Test("A video that is to be turned is shown turned")
    func rotation() async throws {
        let (report, picture) = try await Self.extract(.mp4Rotated)
        #expect(report.rotation == 90)
        #expect(picture.width == 360 && picture.height == 640)
        #expect(report.width == 360 && report.height == 640)
        #expect(picture.rgb(atRelative: 0.9, 0.1).isClose(to: .white))
        #expect(picture.rgb(atRelative: 0.1, 0.1).isClose(to: ColourVideo.colour(at: 0)))
    }
}
