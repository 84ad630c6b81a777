import Foundation
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

/// Six tiles of 32 pixels and six colours, three wide and two high, so that no turning, mirroring or cropping looks like
/// another; lossless H.264 in MP4 if nothing else is said.
enum TileVideo {
    static let colours: [RGB] = [0xC82828, 0x28A03C, 0x283CC8, 0xE6E6E6, 0xD2BE28, 0x141414].map { RGB($0) }
    static let side = 32

    /// The bytes of a video of one frame.
    ///
    /// - Parameter options: Arguments of ffmpeg; the last ones win.
    static func make(_ container: String = "mp4", _ options: [String] = []) async throws -> [UInt8] {
        let rows = (0..<2).flatMap { row in
            let line = colours[row * 3..<row * 3 + 3].flatMap { colour in
                Array(repeating: [colour.red, colour.green, colour.blue], count: side).flatMap(\.self)
            }
            return Array(repeating: line, count: side).flatMap(\.self)
        }
        return try await withTemporaryFile(container) { path in
            try await Command.tool(
                "ffmpeg",
                [
                    "-v", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "\(side * 3)x\(side * 2)",
                    "-r", "25", "-i", "-", "-frames:v", "1", "-pix_fmt", "yuv444p", "-c:v", "libx264", "-qp", "0",
                ] + options + ["-y", path], input: rows)
            return Array(try Data(contentsOf: URL(filePath: path)))
        }
    }

    static func thumbnail(
        of file: [UInt8], _ container: String = "mp4",
        _ options: ThumbnailOptions = ThumbnailOptions(time: .seconds(0), quality: 100)
    ) async throws -> SeenThumbnail {
        try await withTemporaryFile(container) { path in
            try Data(file).write(to: URL(filePath: path))
            return try await SeenThumbnail(ofFile: path, options)
        }
    }

    static func withTemporaryFile<Result>(
        _ ending: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(ending)")
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path(percentEncoded: false))
    }
}

extension SeenThumbnail {
    /// Whether the middle of each tile has its colour.
    ///
    /// - Parameter tiles: Rows of numbers of ``TileVideo/colours``, from 1, as they are to be seen.
    func expectTiles(_ tiles: [[UInt16]], sourceLocation: SourceLocation = #_sourceLocation) {
        for (y, row) in tiles.enumerated() {
            for (x, tile) in row.enumerated() {
                let pixel = picture.rgb(
                    atRelative: (Double(x) + 0.5) / Double(row.count), (Double(y) + 0.5) / Double(tiles.count))
                let colour = TileVideo.colours[Int(tile) - 1]
                #expect(
                    pixel.isClose(to: colour), "\(pixel) instead of \(colour) at \(x), \(y)",
                    sourceLocation: sourceLocation)
            }
        }
    }
}
