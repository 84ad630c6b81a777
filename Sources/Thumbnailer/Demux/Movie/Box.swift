/// Where a box of an ISO base media file is (ISO/IEC 14496-12 §4.2), in bytes of the object.
struct Box: Equatable {
    var type: FourCharacterCode
    /// Header and content.
    var range: Range<Int64>
    /// 8, or 16 with a 64-bit size.
    var headerSize: Int64

    var content: Range<Int64> { range.lowerBound + headerSize..<range.upperBound }

    /// Of every header without a 64-bit size, in bytes.
    static let smallestHeader: Int64 = 8
    static let largestHeader: Int64 = 16

    /// Reads the header at the beginning of `header`, which lies at `offset` of the object.
    ///
    /// - Parameter end: Of the box around it: no box may go on after that, and one of size 0 goes on to it.
    /// - Returns: Nil when there can be no such box.
    init?(header: BigEndianBytes, at offset: Int64, end: Int64) {
        guard let small = header.uint32(at: 0), let type = header.uint32(at: 4) else { return nil }
        var size = Int64(small)
        headerSize = Self.smallestHeader
        if small == 0 {
            size = end - offset
        } else if small == 1 {
            guard let large = header.uint64(at: 8), let exact = Int64(exactly: large) else { return nil }
            headerSize = Self.largestHeader
            size = exact
        }
        guard size >= headerSize, size <= end - offset else { return nil }
        self.type = FourCharacterCode(type)
        range = offset..<offset + size
    }
}
