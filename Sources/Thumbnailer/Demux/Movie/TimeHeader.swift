/// The beginning that movie and media headers (`mvhd`, `mdhd`; ISO/IEC 14496-12 §8.2.2, §8.4.2) have in common.
enum TimeHeader {
    /// Units a second, and a duration in them.
    ///
    /// - Parameter content: Of the box, from its version on.
    /// - Throws: ``UnusualMovie/boxes`` without a duration, too.
    static func parse(_ content: BigEndianBytes) throws(MovieError) -> (timescale: Int64, duration: Int64) {
        let isLong = content.uint8(at: 0) == 1
        guard let timescale = content.uint32(at: isLong ? 20 : 12),
            let duration = isLong ? content.uint64(at: 24) : content.uint32(at: 16).map(UInt64.init),
            timescale > 0, timescale <= Int32.max, duration > 0, duration < (isLong ? 1 << 62 : 1 << 32 - 1)
        else { throw .unusual(.boxes) }
        return (Int64(timescale), Int64(duration))
    }
}
