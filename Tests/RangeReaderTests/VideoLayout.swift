import Foundation
import TestSupport

/// Where things are in a video file, found without the code under test.
struct VideoLayout {
    let path: String
    let size: Int64
    private let bytes: Data

    init(_ fixture: Fixture) async throws {
        let url = try await Fixtures.url(fixture)
        path = url.path(percentEncoded: false)
        bytes = try Data(contentsOf: url, options: .alwaysMapped)
        size = Int64(bytes.count)
    }

    /// The only top-level box of a type in an MP4 file (ISO/IEC 14496-12 §4.2).
    func box(_ type: String) throws -> Range<Int64> {
        var start = 0
        while start + 8 <= bytes.count {
            var length = integer(at: start, count: 4)
            if length == 1 { length = integer(at: start + 8, count: 8) }
            if bytes[start + 4..<start + 8].elementsEqual(type.utf8) { return Int64(start)..<Int64(start + length) }
            guard length >= 8 else { break }
            start += length
        }
        throw TestSupportError("no \(type) box in \(path)")
    }

    private func integer(at offset: Int, count: Int) -> Int {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The last place before `offset` where `pattern` is.
    func last(_ pattern: [UInt8], before offset: Int64) throws -> Int64 {
        guard let found = bytes.range(of: Data(pattern), options: .backwards, in: 0..<Int(offset)) else {
            throw TestSupportError("no \(pattern) before \(offset) in \(path)")
        }
        return Int64(found.lowerBound)
    }

    struct Keyframe: Equatable {
        /// Presentation timestamp in seconds.
        var time: Double
        /// Where ffprobe sees the packet: in MP4 its bytes, elsewhere what it is wrapped in.
        var range: Range<Int64>
    }

    /// The video stream's duration in seconds, as ffprobe finds it.
    func duration() async throws -> Double {
        let output = try await Command.tool(
            "ffprobe",
            ["-v", "error", "-select_streams", "v", "-show_entries", "stream=duration", "-of", "csv=p=0", path])
        guard
            let duration = Double(
                String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw TestSupportError("ffprobe finds no duration in \(path)") }
        return duration
    }

    /// The video's keyframes in the order of the file, as ffprobe finds them.
    func keyframes() async throws -> [Keyframe] {
        let output = try await Command.tool(
            "ffprobe",
            [
                "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,size,pos,flags",
                "-of", "csv=p=0", path,
            ])
        return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ",")
            guard fields.count >= 4, fields[3].hasPrefix("K"), let time = Double(fields[0]),
                let size = Int64(fields[1]), let position = Int64(fields[2])
            else { return nil }
            return Keyframe(time: time, range: position..<position + size)
        }
    }
}
