import Foundation
import TestSupport
import Thumbnailer

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

    /// The video's packets in the order of the file, as ffprobe finds them; those without a time are left out.
    private func packets() async throws -> [(packet: Keyframe, isKeyframe: Bool)] {
        let output = try await Command.tool(
            "ffprobe",
            [
                "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,size,pos,flags",
                "-of", "csv=p=0", path,
            ])
        return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ",")
            guard fields.count >= 4, let time = Double(fields[0]), let size = Int64(fields[1]),
                let position = Int64(fields[2])
            else { return nil }
            return (Keyframe(time: time, range: position..<position + size), fields[3].hasPrefix("K"))
        }
    }

    /// The video's keyframes in the order of the file, as ffprobe finds them.
    func keyframes() async throws -> [Keyframe] {
        try await packets().filter(\.isKeyframe).map(\.packet)
    }

    /// The last keyframe at or before a part of the time from the first packet to the last.
    func keyframe(at wanted: WantedTime) async throws -> Keyframe? {
        let packets = try await packets()
        let times = packets.map(\.packet.time)
        guard let first = times.min(), let last = times.max() else { return nil }
        let time =
            switch wanted {
            case .seconds(let seconds): first + seconds
            case .fraction(let fraction): first + (last - first) * fraction
            }
        return packets.last { $0.isKeyframe && $0.packet.time <= time + 0.001 }?.packet
    }
}
