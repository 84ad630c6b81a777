import Foundation
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

/// From a video's bytes to what is to be seen of it, and where.
@Suite("Turned, cropped and stretched pictures", .timeLimit(.minutes(15)))
struct ShownPictureTests {
    @Test("Each of the eight display matrices", arguments: OrientationTests.cases)
    func displayMatrix(example: OrientationTests.Case) async throws {
        let file = try MP4Edit.turned(try await TileVideo.make(), displayMatrix: example.displayMatrix)
        let seen = try await TileVideo.thumbnail(of: file)
        #expect(seen.picture.width == example.shown[0].count * 32)
        #expect(seen.picture.height == example.shown.count * 32)
        #expect(seen.thumbnail.source.orientation.rotation == example.rotation)
        seen.expectTiles(example.shown)
    }

    @Test(
        "What an H.264 stream itself says about turning, in a container that says nothing",
        arguments: [("rotate=90", [[3, 6], [2, 5], [1, 4]]), ("flip=horizontal", [[3, 2, 1], [6, 5, 4]])])
    func displayOrientationMessage(message: String, tiles: [[UInt16]]) async throws {
        let file = try await TileVideo.make("mkv", ["-bsf:v", "h264_metadata=display_orientation=insert:\(message)"])
        try await TileVideo.thumbnail(of: file, "mkv").expectTiles(tiles)
    }

    @Test("The container's matrix counts more than the stream's message")
    func bothOrientations() async throws {
        let half = try #require(OrientationTests.cases.first { $0.testDescription == "180°" })
        let file = try await TileVideo.make("mp4", ["-bsf:v", "h264_metadata=display_orientation=insert:rotate=90"])
        try await TileVideo.thumbnail(of: try MP4Edit.turned(file, displayMatrix: half.displayMatrix))
            .expectTiles(half.shown)
    }

    @Test(
        "What the video stream cuts off is not shown, to the pixel",
        arguments: [
            ("crop_left=32", 64, 64, [[2, 3], [5, 6]]), ("crop_top=32", 96, 32, [[4, 5, 6]]),
            ("crop_left=32:crop_right=32:crop_bottom=32", 32, 32, [[2]]),
            ("crop_left=3:crop_right=64", 29, 64, [[1], [4]]),
        ] as [(String, Int, Int, [[UInt16]])])
    func streamCropping(crop: String, width: Int, height: Int, tiles: [[UInt16]]) async throws {
        let file = try await TileVideo.make("mkv", ["-bsf:v", "h264_metadata=\(crop)"])
        let seen = try await TileVideo.thumbnail(of: file, "mkv")
        #expect(seen.picture.width == width && seen.picture.height == height)
        seen.expectTiles(tiles)
        // No column of the tile beside.
        let edge = seen.picture.rgb(width - 1, 0)
        #expect(edge.isClose(to: TileVideo.colours[Int(tiles[0].last!) - 1], tolerance: 20), "\(edge)")
    }

    @Test(
        "Cover shows the middle, also of a turned picture",
        arguments: [
            (nil, 32, 32, 32, 32, [[2], [5]]), (nil, 96, 32, 96, 32, [[1, 2, 3], [4, 5, 6]]),
            (nil, 30, 60, 30, 60, [[2], [5]]), (90, 32, 96, 32, 96, [[4, 1], [5, 2], [6, 3]]),
            (90, 60, 30, 60, 30, [[5, 2]]), (nil, 500, 500, 64, 64, [[2], [5]]),
        ] as [(Int?, Int, Int, Int, Int, [[UInt16]])])
    func cover(
        turn: Int?, coveredWidth: Int, coveredHeight: Int, width: Int, height: Int, tiles: [[UInt16]]
    ) async throws {
        var file = try await TileVideo.make()
        if let turn {
            let example = try #require(OrientationTests.cases.first { $0.testDescription == "\(turn)° clockwise" })
            file = try MP4Edit.turned(file, displayMatrix: example.displayMatrix)
        }
        let seen = try await TileVideo.thumbnail(
            of: file, "mp4",
            ThumbnailOptions(
                time: .seconds(0), width: coveredWidth, height: coveredHeight, fit: .cover, quality: 100))
        #expect(seen.picture.width == width && seen.picture.height == height)
        // Where tiles are cut in half, their middles are not in the middle.
        if tiles.count * tiles[0].count < 6 {
            for (row, tile) in tiles.map({ $0[0] }).enumerated() where tiles[0].count == 1 {
                let pixel = seen.picture.rgb(atRelative: 0.5, row == 0 ? 0.2 : 0.8)
                #expect(pixel.isClose(to: TileVideo.colours[Int(tile) - 1]), "\(pixel) instead of \(tile)")
            }
        } else {
            seen.expectTiles(tiles)
        }
    }

    @Test(
        "The aspect ratio of pixels: the container's, or the stream's where the container says nothing; never an absurd one",
        arguments: [
            ("mkv", "1/2", nil, 48, 64), ("mkv", "2/1", nil, 192, 64), ("h264", "2/1", nil, 192, 64),
            ("mkv", "1/1", (4, 3), 128, 64), ("h264", "1/1", (1, 1000), 96, 64), ("h264", "1/1", (1000, 1), 96, 64),
        ] as [(String, String, (Int, Int)?, Int, Int)])
    func sampleAspectRatio(
        container: String, container ratio: String, stream: (Int, Int)?, width: Int, height: Int
    ) async throws {
        var options = ["-vf", "setsar=\(ratio)"]
        // The stream's own ratio is changed when the container has taken its own from the encoder.
        if let stream { options += ["-bsf:v", "h264_metadata=sample_aspect_ratio=\(stream.0)/\(stream.1)"] }
        let file = try await TileVideo.make(container, options)
        let seen = try await TileVideo.thumbnail(of: file, container)
        let expected = container == "mkv" && stream != nil ? 96 : width
        #expect(seen.picture.width == expected && seen.picture.height == height)
        seen.expectTiles([[1, 2, 3], [4, 5, 6]])
    }

    @Test("An aspect ratio that only the sample entry tells", arguments: [(1, 2, 48), (3, 2, 144), (1, 1000, 96)])
    func pixelAspectRatioBox(horizontal: UInt8, vertical: Int, width: Int) async throws {
        let content: [UInt8] = [0, 0, 0, horizontal, 0, 0, UInt8(vertical >> 8), UInt8(vertical & 255)]
        // ffmpeg writes a box of its own, which it then ignores: the last one counts.
        let file = try MP4Edit.adding("pasp", content, to: "avc1", in: try await TileVideo.make())
        let seen = try await TileVideo.thumbnail(of: file)
        #expect(seen.thumbnail.index == .sampleTables)
        #expect(seen.picture.width == width && seen.picture.height == 64)
    }

    @Test("A VP9 stream that changes its size goes on in the aspect ratio that its container has")
    func changedSize() async throws {
        let vp9 = ["-c:v", "libvpx-vp9", "-lossless", "1", "-pix_fmt", "yuv444p"]
        let wide = try await TileVideo.make("webm", vp9)
        let narrow = try await TileVideo.make("webm", vp9 + ["-vf", "scale=48:64"])
        let both = try await Self.concatenated(wide, narrow)
        let seen = try await TileVideo.thumbnail(
            of: both, "webm", ThumbnailOptions(time: .fraction(0.99), quality: 100))
        #expect(seen.thumbnail.source.width == 48 && seen.thumbnail.source.height == 64)
        #expect(seen.picture.width == 96 && seen.picture.height == 64)
        seen.expectTiles([[1, 2, 3], [4, 5, 6]])
    }

    /// Two WebM files of one frame as one, whose header is that of the first.
    private static func concatenated(_ files: [UInt8]...) async throws -> [UInt8] {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (number, file) in files.enumerated() {
            try Data(file).write(to: directory.appending(path: "\(number).webm"))
        }
        let (list, result) = (directory.appending(path: "list.txt"), directory.appending(path: "all.webm"))
        try Data(files.indices.map { "file '\($0).webm'\n" }.joined().utf8).write(to: list)
        try await Command.tool(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "concat", "-i", list.path(percentEncoded: false), "-c", "copy",
                result.path(percentEncoded: false),
            ])
        return Array(try Data(contentsOf: result))
    }

    @Test(
        "Dolby Vision that nothing else can show is refused; with a base layer it is shown",
        arguments: [(5, 0, false), (10, 0, false), (7, 6, true), (8, 1, true), (8, 4, true), (10, 1, true)])
    func dolbyVision(profile: UInt8, compatibility: UInt8, isShown: Bool) async throws {
        // Version 1.0, profile, level 1, metadata and base layer present; compatibility; reserved.
        let content = [1, 0, profile << 1, 1 << 3 | 5, compatibility << 4] + [UInt8](repeating: 0, count: 19)
        let file = try MP4Edit.adding("dvcC", content, to: "avc1", in: try await TileVideo.make())
        if isShown {
            let seen = try await TileVideo.thumbnail(of: file)
            #expect(seen.thumbnail.index == .sampleTables)
            seen.expectTiles([[1, 2, 3], [4, 5, 6]])
        } else {
            let error = try await #require(throws: ThumbnailError.self) { try await TileVideo.thumbnail(of: file) }
            #expect(error.code == .unsupportedDolbyVision && !error.isTransient)
            #expect(error.message.contains("profile \(profile)"))
        }
    }
}
