import RangeReader
import Testing

@Suite("The prefetch plan")
struct PrefetchPlanTests {
    // MARK: The first round

    @Test("An object of unknown or impossible size is asked for both ends", arguments: [nil, 0, -1, .min] as [Int64?])
    func unknownSize(size: Int64?) {
        let first = PrefetchPlan().first(expectedSize: size)
        #expect(first.head == 0..<1_048_576 && first.tail == 786_432)
    }

    @Test("A small object is taken whole", arguments: [1, 131_072, 131_073, 1_048_576] as [Int64])
    func smallObject(size: Int64) {
        let first = PrefetchPlan().first(expectedSize: size)
        #expect(first.head == 0..<size && first.tail == nil)
    }

    @Test(
        "A large object is asked for both ends; the tail is a part of it, within bounds",
        arguments: [
            (1_048_577, 917_505, 131_072), (1_179_648, 1_048_576, 131_072), (60_000_000, 1_048_576, 131_072),
            (200_000_000, 1_048_576, 260_416), (644_108_672, 1_048_576, 838_683), (805_306_368, 1_048_576, 1_048_576),
            (.max, 1_048_576, 1_048_576),
        ] as [(Int64, Int64, Int64)])
    func largeObject(size: Int64, head: Int64, tail: Int64) {
        let first = PrefetchPlan().first(expectedSize: size)
        #expect(first.head == 0..<head && first.tail == tail)
    }

    @Test(
        "Parts of a long index follow each other without gaps, and are few",
        arguments: [1, 2 << 20, 12_345_678, 1 << 40])
    func parts(count: Int64) {
        let range = 77..<77 + count
        let parts = PrefetchPlan().parts(of: range)
        #expect(parts.first?.lowerBound == 77 && parts.last?.upperBound == range.upperBound)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(parts.count == min((count - 1) >> 21 + 1, 4))
        #expect(parts.map(\.count).max()! - parts.map(\.count).min()! < parts.count)
    }

    // MARK: What is of no use any more

    private func layout(_ types: [(String, UInt32)]) -> TopLevelBoxes {
        boxes(types.flatMap { MP4Builder.box($0.0, whole: Int($0.1)) }, objectSize: 50_000_000)
    }

    @Test("Of a head whose media data comes first, no more than its header is of use")
    func headBeforeMedia() {
        let boxes = layout([("ftyp", 32), ("free", 8), ("mdat", 900_000)])
        #expect(PrefetchPlan().usefulEnd(ofHead: 0..<800_000, boxes: boxes) == 56)
        #expect(PrefetchPlan().usefulEnd(ofHead: 0..<50, boxes: boxes) == 50)
        #expect(PrefetchPlan().needsTail(boxes: boxes))
    }

    @Test("Of a head with the index, all up to the media data is of use, and the tail is not")
    func indexInHead() {
        let boxes = layout([("ftyp", 32), ("moov", 500_000), ("mdat", 900_000)])
        #expect(PrefetchPlan().usefulEnd(ofHead: 0..<800_000, boxes: boxes) == 500_048)
        #expect(!PrefetchPlan().needsTail(boxes: boxes))
        #expect(
            !PrefetchPlan().needsTail(boxes: layout([("ftyp", 32), ("moov", 500), ("free", 8), ("mdat", 900_000)])))
    }

    @Test("A fragmented file, one that has told nothing yet and one of another kind need both ends")
    func bothEnds() {
        for boxes in [
            layout([("ftyp", 32), ("moov", 700), ("moof", 500), ("mdat", 900_000)]),
            layout([("ftyp", 32), ("moov", 700), ("sidx", 500), ("moof", 500), ("mdat", 900_000)]),
            layout([("ftyp", 32), ("moov", 700)]), layout([("ftyp", 32)]), TopLevelBoxes(),
        ] {
            #expect(PrefetchPlan().usefulEnd(ofHead: 0..<800_000, boxes: boxes) == 800_000)
            #expect(PrefetchPlan().needsTail(boxes: boxes))
        }
    }

    // MARK: Indexes

    private func boxes(_ bytes: [UInt8], objectSize: Int64) -> TopLevelBoxes {
        var boxes = TopLevelBoxes()
        boxes.extend(from: bytes, objectSize: objectSize)
        return boxes
    }

    @Test("The rest of a known index comes exactly, with the next box's header", arguments: ["moov", "sidx", "moof"])
    func knownIndex(type: String) {
        var plan = PrefetchPlan()
        let boxes = boxes(
            MP4Builder.box("ftyp", whole: 32) + MP4Builder.box(type, size: 700_000), objectSize: 50_000_000)
        #expect(
            plan.next(at: 131_072, count: 32_768, objectSize: 50_000_000, boxes: boxes)
                == PlannedRange(131_072..<700_032 + 1024, .index))
        // Beyond it nobody knows.
        #expect(plan.next(at: 700_032 + 1024, count: 1, objectSize: 50_000_000, boxes: boxes).reason == .readOn)
    }

    @Test("A known index that ends with the object, or would after it, ends there")
    func lastIndex() {
        var plan = PrefetchPlan()
        for claimed in [700_000, 900_000] as [UInt32] {
            let boxes = boxes(MP4Builder.box("moov", size: claimed), objectSize: 700_500)
            #expect(
                plan.next(at: 131_072, count: 1, objectSize: 700_500, boxes: boxes)
                    == PlannedRange(131_072..<700_500, .index))
        }
    }

    @Test("Media data is no index")
    func mediaData() {
        var plan = PrefetchPlan()
        let boxes = boxes(MP4Builder.box("mdat", size: 40_000_000), objectSize: 50_000_000)
        #expect(
            plan.next(at: 200_000, count: 1, objectSize: 50_000_000, boxes: boxes)
                == PlannedRange(200_000..<462_144, .readOn))
    }

    @Test("What follows the last known box comes to the object's end, if that is near", arguments: [1, 1000, 4 << 20])
    func indexAtEnd(rest: Int64) {
        var plan = PrefetchPlan()
        let size = 40_000_000 + rest
        let boxes = boxes(MP4Builder.box("mdat", size: 40_000_000), objectSize: size)
        #expect(
            plan.next(at: 40_000_000, count: 8, objectSize: size, boxes: boxes)
                == PlannedRange(40_000_000..<size, .index))
        // Only exactly there: elsewhere the demuxer is not after the index.
        #expect(plan.next(at: 39_999_999, count: 8, objectSize: size, boxes: boxes).reason == .readOn)
    }

    @Test("An index above the limit comes in two steps: its header, then the rest exactly")
    func longIndexAtEnd() {
        var plan = PrefetchPlan()
        let size: Int64 = 40_000_000 + 12_000_000
        let media = MP4Builder.box("mdat", size: 40_000_000)
        var boxes = boxes(media, objectSize: size)
        let first = plan.next(at: 40_000_000, count: 8, objectSize: size, boxes: boxes)
        #expect(first == PlannedRange(40_000_000..<40_262_144, .readOn))

        boxes.extend(objectSize: size) { _ in MP4Builder.box("moov", size: 11_000_000) + Array(repeating: 0, count: 8) }
        #expect(
            plan.next(at: first.range.upperBound, count: 32_768, objectSize: size, boxes: boxes)
                == PlannedRange(40_262_144..<51_000_000 + 1024, .index))
    }

    // MARK: Reading on

    @Test("Windows double while reading goes on, up to a limit, and begin anew after a seek")
    func doubling() {
        var plan = PrefetchPlan()
        var offset: Int64 = 10_000_000
        for window in [256, 512, 1024, 2048, 4096, 4096, 4096].map({ Int64($0 << 10) }) {
            let planned = plan.next(at: offset, count: 1, objectSize: 1 << 40, boxes: TopLevelBoxes())
            #expect(planned == PlannedRange(offset..<offset + window, .readOn))
            offset += window
        }
        for seek in [5_000_000, offset, offset - 1, 0] {
            let planned = plan.next(at: seek, count: 1, objectSize: 1 << 40, boxes: TopLevelBoxes())
            #expect(planned == PlannedRange(seek..<seek + 262_144, .readOn))
        }
    }

    @Test("A window holds at least what is wanted")
    func wanted() {
        var plan = PrefetchPlan()
        #expect(
            plan.next(at: 7, count: 10_000_000, objectSize: 1 << 40, boxes: TopLevelBoxes()).range == 7..<10_000_007)
    }

    @Test("Windows end with the object", arguments: [1, 262_143, 262_144, 262_145, 700_000] as [Int64])
    func atTheEnd(rest: Int64) {
        var plan = PrefetchPlan()
        let size: Int64 = 10_000_000
        let first = plan.next(at: size - rest, count: 1, objectSize: size, boxes: TopLevelBoxes())
        #expect(first.range == size - rest..<min(size, size - rest + 262_144))
        guard first.range.upperBound < size else { return }
        #expect(
            plan.next(at: first.range.upperBound, count: 1, objectSize: size, boxes: TopLevelBoxes()).range
                == first.range.upperBound..<size)
    }

    @Test("The largest numbers do not overflow")
    func largest() {
        var plan = PrefetchPlan()
        #expect(
            plan.next(at: .max - 10, count: .max, objectSize: .max, boxes: TopLevelBoxes()).range == .max - 10 ..< .max)
    }
}
