import Loopback
import NIOCore
import RangeReader
import Testing

@Suite("The block cache against a model")
struct BlockCacheModelTests {
    private struct OpenBlock {
        var id: BlockCache.BlockID
        var range: Range<Int64>
        var arrived: Int64
    }

    /// What is known of each byte of an object, kept the plainest way.
    private enum Byte: Equatable {
        case missing, inFlight
        case cached(UInt8)
    }

    private static let size: Int64 = 300

    @Test("Random requests, answers and reads find every byte in the state that it is in", arguments: 0..<20)
    func random(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var cache = BlockCache(limit: .max)
        var model = Array(repeating: Byte.missing, count: Int(Self.size))
        var open: [OpenBlock] = []

        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<2:
                let wanted = range(&random)
                let gaps = cache.missing(in: wanted)
                #expect(gaps.flatMap { Array($0) } == wanted.filter { model[Int($0)] == .missing })
                #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
                for gap in gaps {
                    open.append(OpenBlock(id: cache.begin(gap), range: gap, arrived: gap.lowerBound))
                    for offset in gap { model[Int(offset)] = .inFlight }
                }
            case 2..<7:
                guard let index = open.indices.randomElement(using: &random) else { continue }
                // Sometimes more than the rest: the surplus is dropped.
                let bytes = random.noise(Int.random(in: 0...30, using: &random))
                cache.append(ByteBuffer(bytes: bytes), to: open[index].id)
                for (offset, byte) in zip(open[index].arrived..<open[index].range.upperBound, bytes) {
                    model[Int(offset)] = .cached(byte)
                    open[index].arrived += 1
                }
            case 7:
                guard let index = open.indices.randomElement(using: &random) else { continue }
                let block = open.remove(at: index)
                cache.finish(block.id)
                for offset in block.arrived..<block.range.upperBound { model[Int(offset)] = .missing }
            case 8:
                // As when the answer's head says that the object ends earlier, before the first byte.
                guard
                    let index = open.indices.filter({ open[$0].arrived == open[$0].range.lowerBound })
                        .randomElement(using: &random)
                else { continue }
                let end = Int64.random(in: 0...Self.size, using: &random)
                let range = open[index].range
                cache.truncate(open[index].id, to: end)
                open[index].range = range.lowerBound..<min(range.upperBound, max(range.lowerBound, end))
                for offset in open[index].range.upperBound..<range.upperBound { model[Int(offset)] = .missing }
            default:
                let wanted = range(&random)
                expectRead(of: wanted, from: &cache, model)
            }
            for offset in 0..<Self.size { expectLookup(offset, in: cache, model) }
            let cached = model.count { if case .cached = $0 { true } else { false } }
            #expect(cache.byteCount == cached)
        }
    }

    private func range(_ random: inout SplitMix64) -> Range<Int64> {
        let start = Int64.random(in: 0..<Self.size, using: &random)
        return start..<Int64.random(in: start...min(start + 60, Self.size), using: &random)
    }

    private func expectLookup(_ offset: Int64, in cache: BlockCache, _ model: [Byte]) {
        switch (model[Int(offset)], cache.lookup(offset)) {
        case (.missing, .missing), (.inFlight, .inFlight): break
        case (.cached, .cached(let range)) where range.lowerBound == offset && !range.isEmpty: break
        case (let expected, let found): Issue.record("byte \(offset): \(found), not \(expected)")
        }
    }

    private func expectRead(of wanted: Range<Int64>, from cache: inout BlockCache, _ model: [Byte]) {
        let expected = wanted.map { offset -> UInt8? in
            if case .cached(let byte) = model[Int(offset)] { byte } else { nil }
        }
        let whole = expected.contains(nil) ? nil : expected.compactMap(\.self)
        #expect(cache.bytes(at: wanted.lowerBound, count: wanted.count) == whole)
        let lent = cache.lent(at: wanted.lowerBound, upTo: wanted.count)
        if let lent {
            #expect(expected.starts(with: lent.map(Optional.some)))
            #expect(!lent.isEmpty || wanted.isEmpty)
        } else {
            #expect(wanted.isEmpty || expected[0] == nil)
        }
    }

    @Test("Under a limit the bytes stay right and few", arguments: 0..<20)
    func eviction(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var cache = BlockCache(limit: 100)
        for _ in 0..<300 {
            let wanted = range(&random)
            for gap in cache.missing(in: wanted) { cache.fetch(gap) }
            let cached = (0..<Self.size).filter { cache.lookup($0) != .missing }
            #expect(cached.count == cache.byteCount)
            #expect(cache.byteCount <= 100)
            for offset in cached {
                #expect(cache.bytes(at: offset, count: 1) == [UInt8(truncatingIfNeeded: offset)])
            }
        }
    }
}
