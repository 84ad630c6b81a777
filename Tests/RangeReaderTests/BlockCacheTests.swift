import NIOCore
import RangeReader
import Testing

@Suite("The block cache")
struct BlockCacheTests {
    private func cache(limit: Int = 1 << 20, holding blocks: Range<Int64>...) -> BlockCache {
        var cache = BlockCache(limit: limit)
        for range in blocks { cache.fetch(range) }
        return cache
    }

    @Test("Gaps are what no request covers, in order")
    func gaps() {
        var cache = cache(holding: 10..<20, 40..<50)
        _ = cache.begin(30..<35)
        #expect(cache.missing(in: 0..<60) == [0..<10, 20..<30, 35..<40, 50..<60])
        #expect(cache.missing(in: 15..<32) == [20..<30])
        #expect(cache.missing(in: 20..<30) == [20..<30])
        #expect(cache.missing(in: 9..<20) == [9..<10])
        #expect(cache.missing(in: 12..<18) == [])
        #expect(cache.missing(in: 30..<35) == [])
        #expect(cache.missing(in: 12..<12) == [])
    }

    @Test("A byte is missing, then in flight, then cached with what arrived after it")
    func lookup() {
        var cache = BlockCache(limit: 1000)
        #expect(cache.lookup(105) == .missing)
        let block = cache.begin(100..<110)
        #expect(cache.lookup(105) == .inFlight)
        cache.append(.counting(from: 100, to: 106), to: block)
        #expect(cache.lookup(103) == .cached(103..<106))
        #expect(cache.lookup(105) == .cached(105..<106))
        #expect(cache.lookup(106) == .inFlight)
        #expect(cache.lookup(99) == .missing)
        #expect(cache.lookup(110) == .missing)
        cache.append(.counting(from: 106, to: 110), to: block)
        #expect(cache.lookup(103) == .cached(103..<110))
    }

    @Test("Bytes beyond what was asked for are dropped")
    func beyond() {
        var cache = BlockCache(limit: 1000)
        let block = cache.begin(100..<104)
        cache.append(.counting(from: 100, to: 110), to: block)
        cache.append(.counting(from: 110, to: 120), to: block)
        #expect(cache.byteCount == 4)
        #expect(cache.bytes(at: 100, count: 4) == [100, 101, 102, 103])
        #expect(cache.lookup(104) == .missing)
    }

    @Test("A block that the server shortens gives the rest back")
    func truncate() {
        var cache = BlockCache(limit: 1000)
        let block = cache.begin(100..<200)
        cache.truncate(block, to: 110)
        #expect(cache.missing(in: 100..<200) == [110..<200])
        cache.append(.counting(from: 100, to: 200), to: block)
        #expect(cache.byteCount == 10)
        // A server that claims more than it was asked for changes nothing.
        cache.truncate(block, to: 300)
        #expect(cache.missing(in: 100..<300) == [110..<300])
    }

    @Test("A block that ends early is as long as its bytes; one without any is none", arguments: [0, 3])
    func endsEarly(count: Int64) {
        var cache = BlockCache(limit: 1000)
        let block = cache.begin(100..<110)
        cache.append(.counting(from: 100, to: 100 + count), to: block)
        cache.finish(block)
        #expect(cache.missing(in: 100..<110) == [100 + count..<110])
        cache.append(.counting(from: 100 + count, to: 110), to: block)
        #expect(cache.byteCount == Int(count))
    }

    @Test("Bytes can be taken together from blocks that meet")
    func acrossBlocks() {
        let cache = cache(holding: 10..<20, 20..<30, 31..<40)
        #expect(cache.bytes(at: 15, count: 10) == Array(15..<25))
        #expect(cache.bytes(at: 25, count: 6) == nil)
        #expect(cache.bytes(at: 31, count: 9) == Array(31..<40))
        #expect(cache.bytes(at: 31, count: 10) == nil)
        #expect(cache.bytes(at: 9, count: 2) == nil)
        #expect(cache.bytes(at: 9, count: 0) == [])
    }

    @Test("Lending gives at most what is wanted and at most what is there")
    func lend() {
        var cache = cache(holding: 10..<20)
        #expect(cache.lent(at: 12, upTo: 3) == [12, 13, 14])
        #expect(cache.lent(at: 12, upTo: 100) == Array(12..<20))
        #expect(cache.lent(at: 12, upTo: .max) == Array(12..<20))
        #expect(cache.lent(at: 20, upTo: 1) == nil)
        #expect(cache.lent(at: 9, upTo: 1) == nil)
    }

    @Test("Above the limit the block goes that nobody used for longest")
    func eviction() {
        var cache = cache(limit: 30, holding: 0..<10, 10..<20, 20..<30)
        #expect(cache.byteCount == 30)
        _ = cache.lent(at: 0, upTo: 1)
        cache.fetch(30..<40)
        #expect(cache.missing(in: 0..<40) == [10..<20])
        cache.fetch(40..<55)
        // The second, and then the first, which was used after it: one would not have been enough.
        #expect(cache.missing(in: 0..<55) == [0..<30])
        #expect(cache.byteCount == 25)
    }

    @Test("A block larger than the limit stays, alone, until the next one ends")
    func largeBlock() {
        var cache = cache(limit: 30, holding: 0..<10, 10..<110)
        #expect(cache.missing(in: 0..<110) == [0..<10])
        cache.fetch(200..<205)
        #expect(cache.missing(in: 0..<205) == [0..<200])
        #expect(cache.byteCount == 5)
    }

    @Test("Blocks on their way are never dropped")
    func unfinished() {
        var cache = BlockCache(limit: 10)
        let blocks = [0..<20, 20..<40].map { (range: Range<Int64>) in
            let block = cache.begin(range)
            cache.append(.counting(from: range.lowerBound, to: range.upperBound - 1), to: block)
            return block
        }
        #expect(cache.byteCount == 38)
        cache.finish(blocks[1])
        #expect(cache.byteCount == 38)
        #expect(cache.lookup(0) == .cached(0..<19))
        cache.finish(blocks[0])
        #expect(cache.byteCount == 19)
        #expect(cache.lookup(20) == .missing)
    }
}

extension ByteBuffer {
    /// The bytes of an object in which each byte is its offset.
    static func counting(from start: Int64, to end: Int64) -> ByteBuffer {
        ByteBuffer(bytes: (start..<end).map { UInt8(truncatingIfNeeded: $0) })
    }
}

extension BlockCache {
    /// A request for `range` that was answered in full.
    mutating func fetch(_ range: Range<Int64>) {
        let block = begin(range)
        append(.counting(from: range.lowerBound, to: range.upperBound), to: block)
        finish(block)
    }

    mutating func lent(at offset: Int64, upTo count: Int) -> [UInt8]? {
        withBytes(at: offset, upTo: count) { $0.withUnsafeBytes { Array($0) } }
    }
}
