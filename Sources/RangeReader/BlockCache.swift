package import NIOCore

/// The bytes of one version of one object that have been fetched or are on their way.
///
/// A block is the body of one range request; blocks never overlap, since only ``missing(in:)`` is ever asked for. The
/// least recently used finished blocks go when the bytes held exceed the limit.
package struct BlockCache: Sendable {
    package struct BlockID: Sendable, Hashable { fileprivate var value: Int }

    /// What is known of the byte at some offset.
    package enum Lookup: Equatable, Sendable {
        /// It is here, with everything after it up to the end of what has arrived of its block.
        case cached(Range<Int64>)
        /// It is part of a request that has not brought it yet.
        case inFlight
        case missing
    }

    private struct Block: Sendable {
        var id: BlockID
        var range: Range<Int64>
        var bytes: ByteBuffer
        var isFinished = false
        var lastUse: Int

        var arrived: Range<Int64> { range.lowerBound..<range.lowerBound + Int64(bytes.readableBytes) }
    }

    /// Sorted by offset.
    private var blocks: [Block] = []
    private var uses = 0
    /// How many bytes may be held; one block may exceed it alone.
    package let limit: Int
    /// How many bytes are held.
    package private(set) var byteCount = 0

    package init(limit: Int) { self.limit = limit }

    /// Makes room for the answer of a request for `range`, which must not overlap any other block.
    package mutating func begin(_ range: Range<Int64>) -> BlockID {
        uses += 1
        let id = BlockID(value: uses)
        let index = blocks.firstIndex { $0.range.lowerBound >= range.lowerBound } ?? blocks.endIndex
        blocks.insert(Block(id: id, range: range, bytes: ByteBuffer(), lastUse: uses), at: index)
        return id
    }

    /// Shortens a block, but not below what has arrived of it: more will not come, or is of no use.
    package mutating func truncate(_ id: BlockID, to end: Int64) {
        guard let index = index(of: id) else { return }
        let (range, arrived) = (blocks[index].range, blocks[index].arrived)
        blocks[index].range = range.lowerBound..<Swift.min(range.upperBound, Swift.max(arrived.upperBound, end))
    }

    /// What has not come yet of a block; nil when it is gone.
    package func outstanding(_ id: BlockID) -> Range<Int64>? {
        index(of: id).map { blocks[$0].arrived.upperBound..<blocks[$0].range.upperBound }
    }

    /// Adds bytes that follow the block's last one. Copies them once, into storage of the block's full size.
    package mutating func append(_ bytes: ByteBuffer, to id: BlockID) {
        guard let index = index(of: id) else { return }
        let room = Int(blocks[index].range.upperBound - blocks[index].arrived.upperBound)
        let part = bytes.getSlice(at: bytes.readerIndex, length: Swift.min(room, bytes.readableBytes))!
        if blocks[index].bytes.capacity == 0 {
            blocks[index].bytes.reserveCapacity(blocks[index].range.count)
        }
        blocks[index].bytes.writeImmutableBuffer(part)
        byteCount += part.readableBytes
    }

    /// No more bytes come: the block ends where they ended. Drops older blocks that exceed the limit.
    package mutating func finish(_ id: BlockID) {
        guard let index = index(of: id) else { return }
        blocks[index].range = blocks[index].arrived
        blocks[index].isFinished = true
        if blocks[index].range.isEmpty { blocks.remove(at: index) }
        while byteCount > limit,
            let oldest = blocks.indices.filter({ blocks[$0].isFinished && blocks[$0].id != id })
                .min(by: { blocks[$0].lastUse < blocks[$1].lastUse })
        {
            byteCount -= blocks[oldest].bytes.readableBytes
            blocks.remove(at: oldest)
        }
    }

    package func lookup(_ offset: Int64) -> Lookup {
        guard let block = blocks.first(where: { $0.range.contains(offset) }) else { return .missing }
        return block.arrived.contains(offset) ? .cached(offset..<block.arrived.upperBound) : .inFlight
    }

    /// The parts of `range` that nothing has been asked for yet, in order.
    package func missing(in range: Range<Int64>) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var start = range.lowerBound
        for block in blocks where block.range.overlaps(range) {
            if block.range.lowerBound > start { gaps.append(start..<block.range.lowerBound) }
            start = Swift.max(start, block.range.upperBound)
        }
        if start < range.upperBound { gaps.append(start..<range.upperBound) }
        return gaps
    }

    /// Lends the cached bytes from `offset` on, at most `count` of them and possibly fewer; nil when that byte is not
    /// here. No copy.
    package mutating func withBytes<Result>(
        at offset: Int64, upTo count: Int, _ body: (RawSpan) throws -> Result
    ) rethrows -> Result? {
        guard let index = blocks.firstIndex(where: { $0.arrived.contains(offset) }) else { return nil }
        uses += 1
        blocks[index].lastUse = uses
        let block = blocks[index]
        let start = Int(offset - block.range.lowerBound)
        let end = start + Swift.min(count, block.bytes.readableBytes - start)
        return try body(block.bytes.readableBytesSpan.extracting(start..<end))
    }

    /// A copy of `count` bytes, if all of them are here; a header may lie across two blocks.
    package func bytes(at offset: Int64, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        for block in blocks where bytes.count < count {
            let next = offset + Int64(bytes.count)
            guard block.arrived.contains(next) else { continue }
            bytes += block.bytes.readableBytesView.dropFirst(Int(next - block.range.lowerBound))
                .prefix(count - bytes.count)
        }
        return bytes.count == count ? bytes : nil
    }

    private func index(of id: BlockID) -> Int? { blocks.firstIndex { $0.id == id } }
}
