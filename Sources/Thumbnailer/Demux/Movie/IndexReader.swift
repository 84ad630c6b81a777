import RangeReader

/// Reads boxes of an index, of which nothing is fetched but the ranges that are asked for.
struct IndexReader {
    /// Fetched from a header on whose box is not known: with its box's beginning, the next headers and small tables.
    ///
    /// What a head window holds of an index that comes first; in it, the sync samples of three hours have their place
    /// (one a second: 43 kB).
    static let window: Int64 = 128 << 10
    /// Bytes of one table that are read at once; above it, reading all of the index costs no more.
    private static let largestTable: Int64 = 2 << 20
    /// A sane movie has fewer boxes on one level.
    private static let mostBoxes = 1000

    private let reader: RangeReader
    /// Of the object, in bytes.
    let objectSize: Int64

    init(_ reader: RangeReader) throws(MovieError) {
        self.reader = reader
        do { objectSize = try reader.objectSize() } catch { throw .source(error) }
    }

    /// Asks for ranges with one request each, all of them at once, as far as they are neither here nor on their way.
    func expect(_ ranges: [Range<Int64>], as reason: PlannedRange.Reason = .index) throws(MovieError) {
        do { try reader.expect(ranges, as: reason) } catch { throw .source(error) }
    }

    /// Whether reading `range` needs no further request.
    func isExpected(_ range: Range<Int64>) -> Bool { reader.isExpected(range) }

    /// A copy of `range`, fetched with one request as far as it was not asked for before.
    func bytes(_ range: Range<Int64>) throws(MovieError) -> BigEndianBytes {
        guard range.lowerBound >= 0, range.upperBound <= objectSize else { throw .unusual(.boxes) }
        guard range.count <= Self.largestTable else { throw .unusual(.tableSize) }
        try expect([range])
        do { return BigEndianBytes(try reader.bytes(in: range)) } catch { throw .source(error) }
    }

    /// A copy of the whole box.
    func bytes(of box: Box) throws(MovieError) -> [UInt8] { try bytes(box.range).bytes }

    /// The box that begins at `offset`, within one that ends at `end`.
    func box(at offset: Int64, before end: Int64) throws(MovieError) -> Box {
        let header = offset..<min(offset + Box.largestHeader, end)
        if !isExpected(header) { try expect([offset..<min(offset + Self.window, end)]) }
        guard let box = Box(header: try bytes(header), at: offset, end: end) else { throw .unusual(.boxes) }
        return box
    }

    /// Calls `body` for each box in `content`; bytes after the last one are no box if a header has no place in them.
    func forEachBox(
        in content: Range<Int64>, _ body: (Box) throws(MovieError) -> Void
    ) throws(MovieError) {
        var offset = content.lowerBound
        var count = 0
        while offset + Box.smallestHeader <= content.upperBound {
            let box = try box(at: offset, before: content.upperBound)
            try body(box)
            offset = box.range.upperBound
            count += 1
            guard count < Self.mostBoxes else { throw .unusual(.boxes) }
        }
    }
}
