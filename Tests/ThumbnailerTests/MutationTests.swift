import Foundation
import NIOCore
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

/// `THUMBBENCH_MUTATIONS` sets the number of files; `THUMBBENCH_CORPUS` names a folder of more files to damage.
@Suite("Damaged files", .timeLimit(.minutes(60)))
struct MutationTests {
    static let fixtures: [Fixture] = [
        .mp4IndexLast, .mp4IndexFirst, .mp4Fragmented, .mp4OpenGOP, .mp4Chapters, .mp4AV1, .mp4VP9, .hevcOpenGOP,
        .mpeg4, .quickTime, .proRes, .matroska, .webM, .mpegTS, .mpegPS, .ogg, .gif, .avi, .asf, .mxf, .h264Stream,
        .intraRefresh, .palette,
    ]
    /// Nothing takes so long by itself, but all other tests may run at the same time.
    private static let longest = Duration.seconds(60)
    /// In parts of a second: what is damaged must not decode for minutes.
    private static let times: [WantedTime] = [.fraction(0.1), .middle, .seconds(0), .seconds(4.5), .fraction(1)]

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    @Test("Each gives a picture or an error, soon, and none breaks the process")
    func mutations() async throws {
        let count = Self.environment["THUMBBENCH_MUTATIONS"].flatMap { Int($0) } ?? 300
        let first = Self.environment["THUMBBENCH_MUTATION_SEED"].flatMap { UInt64($0) } ?? 1
        var originals: [(name: String, bytes: [UInt8])] = []
        for fixture in Self.fixtures { originals.append((fixture.rawValue, try await Fixtures.bytes(fixture))) }
        if let folder = Self.environment["THUMBBENCH_CORPUS"] { originals += try Self.files(in: folder) }

        let directory = try TestEnvironment.temporaryDirectory(for: "mutations")
        defer { try? FileManager.default.removeItem(at: directory) }
        var outcomes: [String: Int] = [:]
        for number in 0..<UInt64(count) {
            let seed = first + number
            let original = originals[Int(seed % UInt64(originals.count))]
            var mutation = Mutation(seed: seed)
            let file = directory.appending(path: "\(seed)")
            try Data(mutation.apply(to: original.bytes)).write(to: file)
            // A crash leaves no other trace of which one it was.
            if Self.environment["THUMBBENCH_MUTATION_TRACE"] != nil {
                FileHandle.standardError.write(Data("mutation \(seed) of \(original.name)\n".utf8))
            }
            let outcome = await Self.outcome(
                of: file.path(percentEncoded: false), seed: seed, "mutation \(seed) of \(original.name)")
            outcomes[outcome, default: 0] += 1
            try FileManager.default.removeItem(at: file)
        }
        print(outcomes.sorted { $0.value > $1.value }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
        // The damage is such that a good part still has a picture: both ways on are taken.
        #expect(outcomes["picture", default: 0] > count / 10)
        #expect(outcomes["picture", default: 0] < count)
        #expect(outcomes["internalError"] == nil && outcomes["outOfMemory"] == nil)
    }

    private static func outcome(of path: String, seed: UInt64, _ name: String) async -> String {
        var reading = ReaderConfiguration()
        reading.limits = ReadLimits(memory: 256)
        let thumbnailer = Thumbnailer(
            options: ThumbnailOptions(
                time: times[Int(seed / 7 % 5)], selection: seed % 3 == 0 ? .smart : .keyframe),
            reading: reading, decoding: DecodingConfiguration(memory: 256), usesSampleTables: seed % 4 != 0)
        let start = ContinuousClock.now
        let result = await thumbnailer.thumbnail(of: FileSource(path: path), deadline: .now() + .seconds(90))
        let took = ContinuousClock.now - start
        #expect(took < longest, "\(name) took \(took)")
        switch result.thumbnail {
        case .success(let thumbnail):
            #expect(thumbnail.jpeg.starts(with: [0xFF, 0xD8]) && thumbnail.width > 0, "\(name)")
            return "picture"
        case .failure(let error):
            #expect(!error.message.isEmpty, "\(name)")
            return error.code.name
        }
    }

    /// Those up to 4 MB.
    private static func files(in folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
        return names.sorted().compactMap { name in
            let url = URL(filePath: "\(folder)/\(name)")
            guard let size = try? url.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey]),
                size.isRegularFile == true, let count = size.fileSize, (1...(4 << 20)).contains(count),
                let data = try? Data(contentsOf: url)
            else { return nil }
            return (name, Array(data))
        }
    }
}
