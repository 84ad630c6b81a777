/// The top-level boxes of an ISO base media file (MP4, MOV, 3GP; ISO/IEC 14496-12 §4.2), as far as their headers are known.
///
/// Empty for any other kind of file.
package struct TopLevelBoxes: Sendable, Equatable {
    package struct Box: Sendable, Equatable {
        /// Four characters.
        package var type: String
        /// Header and content, in bytes of the object. May end after the object does, if that was cut.
        package var range: Range<Int64>

        /// Whether a demuxer reads all of it before it can seek.
        package var isIndex: Bool { ["moov", "sidx", "mfra", "moof", "meta"].contains(type) }
    }

    package private(set) var boxes: [Box] = []
    /// Where the next, unknown box begins; nil when this is no such file.
    package private(set) var end: Int64?

    /// No file is as long; and a box that ends before it can be reckoned with without an overflow.
    private static let largestEnd: Int64 = 1 << 62

    package init() {}

    /// Whether the last known box goes on after the object's end: the object was cut.
    package func isCut(objectSize: Int64) -> Bool { end.map { $0 > objectSize } ?? false }

    package func box(at offset: Int64) -> Box? { boxes.first { $0.range.contains(offset) } }

    /// Follows the boxes from the last known one on.
    ///
    /// - Parameter header: Gives the 16 bytes at an offset, fewer at the object's end; nil when they are not here.
    package mutating func extend(objectSize: Int64, header: (Int64) -> [UInt8]?) {
        while true {
            let start = end ?? 0
            guard start < objectSize, let bytes = header(start), bytes.count >= 8 else { return }
            guard let (type, size) = Self.parse(bytes, isFirst: boxes.isEmpty, rest: objectSize - start),
                size <= Self.largestEnd - start
            else { return }
            boxes.append(Box(type: type, range: start..<start + size))
            end = start + size
        }
    }

    /// Type and size in bytes of the box that begins with `bytes`, or nil if none can.
    private static func parse(_ bytes: [UInt8], isFirst: Bool, rest: Int64) -> (type: String, size: Int64)? {
        func integer(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }

        guard bytes[4..<8].allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
        let type = String(decoding: bytes[4..<8], as: UTF8.self)
        let firstTypes: Set = ["ftyp", "styp", "moov", "mdat", "moof", "sidx", "free", "skip", "wide", "pnot"]
        if isFirst, !firstTypes.contains(type) { return nil }
        switch integer(0..<4) {
        case 0: return (type, rest)
        case 1:
            guard bytes.count >= 16, let size = Int64(exactly: integer(8..<16)), (16...1 << 60).contains(size)
            else { return nil }
            return (type, size)
        case 2..<8: return nil
        case let size: return (type, Int64(size))
        }
    }
}
