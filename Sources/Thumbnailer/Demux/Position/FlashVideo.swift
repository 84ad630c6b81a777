/// Where tags begin in a Flash Video file (Adobe Flash Video File Format Specification 10.1, annex E.4).
enum FlashVideo {
    /// Bytes: of a tag's header, and of the size of the previous tag that follows each.
    private static let header = 11
    private static let previousTagSize = 4
    private static let types: Set<UInt8> = [8, 9, 18]
    private static let video: UInt8 = 9

    static func entryPoints(in bytes: [UInt8], at offset: Int64, count: Int) -> [EntryPoint] {
        var points: [EntryPoint] = []
        var index = 0
        while index + header <= bytes.count, points.count < count {
            if let end = end(ofTagAt: index, bytes) {
                points.append(EntryPoint(position: offset + Int64(index), timestamp: timestamp(at: index, bytes)))
                index = end
            } else {
                index += 1
            }
        }
        return points
    }

    /// Where the next tag begins; nil when this is no tag, or when it ends too late to tell.
    private static func end(ofTagAt start: Int, _ bytes: [UInt8]) -> Int? {
        guard types.contains(bytes[start]), integer(bytes, start + 8, 3) == 0 else { return nil }
        let end = start + header + integer(bytes, start + 1, 3)
        guard end + previousTagSize <= bytes.count, integer(bytes, end, 4) == end - start else { return nil }
        return end + previousTagSize
    }

    /// Milliseconds; nil of what is not video.
    private static func timestamp(at start: Int, _ bytes: [UInt8]) -> Int64? {
        guard bytes[start] == video, start + header + 5 <= bytes.count else { return nil }
        let decoding = Int32(truncatingIfNeeded: integer(bytes, start + 7, 1) << 24 | integer(bytes, start + 4, 3))
        // H.264 is decoded at that time, and shown this much later.
        let isAVC = bytes[start + header] & 0x0F == 7 && bytes[start + header + 1] == 1
        let delay = Int32(truncatingIfNeeded: integer(bytes, start + header + 2, 3) << 8) >> 8
        return Int64(decoding) + (isAVC ? Int64(delay) : 0)
    }

    private static func integer(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
    }
}
