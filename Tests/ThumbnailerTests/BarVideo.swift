import Foundation
import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

/// One frame of upright bars, each of one flat colour, given as the codes that the video shall hold: nothing converts them
/// on the way into a lossless video.
struct BarVideo: Sendable {
    /// Of each bar, the codes in the order of the planes: Y, Cb, Cr and opacity; G, B, R; or Y alone.
    var bars: [[Int]]
    /// ffmpeg's name of a planar format.
    var pixelFormat = "yuv444p"
    var bits = 8
    /// Right shift of the chroma planes' width and height.
    var chromaShift = (x: 0, y: 0)
    /// Arguments of ffmpeg that come before the output's name; the first one is the codec's name.
    var codec = ["ffv1"]
    /// Names as ffmpeg takes them; the key is the option's without "color".
    var tags: [String: String] = [:]
    var container = "mkv"

    static let barWidth = 32
    static let height = 64
    var width: Int { bars.count * Self.barWidth }

    /// The video's bytes.
    func file() async throws -> [UInt8] {
        try await TileVideo.withTemporaryFile(container) { path in
            try await write(to: path)
            return Array(try Data(contentsOf: URL(filePath: path)))
        }
    }

    /// Makes the video and its thumbnail, as large as the frame, and decodes that.
    func thumbnail() async throws -> SeenThumbnail {
        try await TileVideo.withTemporaryFile(container) { path in
            try await write(to: path)
            let options = ThumbnailOptions(time: .seconds(0), width: width, quality: 100)
            return try await SeenThumbnail(ofFile: path, options)
        }
    }

    private func write(to path: String) async throws {
        let colours = tags.flatMap { ["-color\($0)", $1] }
        try await Command.tool(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", pixelFormat, "-s", "\(width)x\(Self.height)",
                "-i", "-", "-frames:v", "1", "-c:v",
            ] + codec + colours + ["-y", path], input: planes)
    }

    /// The pixel in the middle of each bar.
    func colours(in picture: DecodedJPEG) -> [RGB] {
        bars.indices.map { picture.rgb(($0 * 2 + 1) * Self.barWidth / 2, Self.height / 2) }
    }

    private var planes: [UInt8] {
        bars[0].indices.flatMap { plane in
            let isChroma = plane == 1 || plane == 2
            let (x, y) = isChroma ? (chromaShift.x, chromaShift.y) : (0, 0)
            let row = bars.flatMap { bar in
                let code = bar[plane]
                let bytes = bits > 8 ? [UInt8(code & 255), UInt8(code >> 8)] : [UInt8(code)]
                return Array(repeating: bytes, count: Self.barWidth >> x).flatMap(\.self)
            }
            return Array(repeating: row, count: Self.height >> y).flatMap(\.self)
        }
    }
}

extension SeenThumbnail {
    /// Whether each bar has the colour that it should have, within three levels.
    func expectBars(
        of video: BarVideo, _ expected: [ReferenceColour], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (seen, colour) in zip(video.colours(in: picture), expected) {
            #expect(
                seen.isClose(to: colour.rgb, tolerance: 3), "\(seen) instead of \(colour.rgb)",
                sourceLocation: sourceLocation)
        }
    }
}

extension ReferenceColour {
    /// With eight bits.
    var rgb: RGB {
        func level(_ value: Double) -> UInt8 { UInt8(min(max((value * 255).rounded(), 0), 255)) }
        return RGB(red: level(red), green: level(green), blue: level(blue))
    }
}
