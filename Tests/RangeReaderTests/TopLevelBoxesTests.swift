import Loopback
import Testing

@testable import RangeReader

@Suite("Top-level boxes")
struct TopLevelBoxesTests {
    private typealias Box = TopLevelBoxes.Box

    /// The boxes of an object of which the first `cached` bytes are here.
    private func boxes(of bytes: [UInt8], objectSize: Int64? = nil, cached: Int = .max) -> TopLevelBoxes {
        var boxes = TopLevelBoxes()
        boxes.extend(from: bytes, objectSize: objectSize ?? Int64(bytes.count), cached: cached)
        return boxes
    }

    @Test("Boxes with sizes of 32 and of 64 bits follow each other")
    func sizes() {
        let bytes =
            MP4Builder.box("ftyp", whole: 24) + MP4Builder.box("wide", whole: 8)
            + MP4Builder.box("mdat", largeSize: 40, content: Array(repeating: 7, count: 24))
            + MP4Builder.box("moov", whole: 100)
        let boxes = boxes(of: bytes)
        #expect(
            boxes.boxes == [
                Box(type: "ftyp", range: 0..<24), Box(type: "wide", range: 24..<32),
                Box(type: "mdat", range: 32..<72), Box(type: "moov", range: 72..<172),
            ])
        #expect(boxes.end == 172)
        #expect(boxes.box(at: 71)?.type == "mdat")
        #expect(boxes.box(at: 72)?.type == "moov")
        #expect(boxes.box(at: 172) == nil)
        #expect(!boxes.isCut(objectSize: 172))
    }

    @Test("A size of 0 goes to the object's end")
    func toTheEnd() {
        let boxes = boxes(of: MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("mdat", size: 0), objectSize: 5000)
        #expect(boxes.boxes.last == Box(type: "mdat", range: 16..<5000))
        #expect(!boxes.isCut(objectSize: 5000))
    }

    @Test("Sizes smaller than a header end the walk", arguments: 2...7 as ClosedRange<UInt32>)
    func tooSmall(size: UInt32) {
        let boxes = boxes(of: MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("moov", size: size), objectSize: 5000)
        #expect(boxes.boxes.map(\.type) == ["ftyp"])
        #expect(boxes.end == 16)
    }

    @Test(
        "64-bit sizes that are smaller than a header or beyond any file end the walk",
        arguments: [0, 8, 15, 1 << 61, 1 << 62, 1 << 63, .max] as [UInt64])
    func impossibleLargeSizes(size: UInt64) {
        let boxes = boxes(of: MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("mdat", largeSize: size))
        #expect(boxes.boxes.map(\.type) == ["ftyp"])
    }

    @Test("Boxes that end where no number can tell end the walk")
    func overflow() {
        // Every header says that its box goes on for 2^60 bytes.
        let header = MP4Builder.box("mdat", largeSize: 1 << 60)
        var boxes = TopLevelBoxes()
        boxes.extend(objectSize: .max) { _ in header }
        #expect(boxes.boxes.allSatisfy { $0.range.count == 1 << 60 })
        #expect((1...7).contains(boxes.boxes.count))
    }

    @Test("A box that goes on after the object's end tells that the object was cut")
    func cut() {
        let boxes = boxes(of: MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("mdat", size: 4000), objectSize: 3000)
        #expect(boxes.boxes.last?.range == 16..<4016)
        #expect(boxes.isCut(objectSize: 3000))
        #expect(!boxes.isCut(objectSize: 4016))
        #expect(!TopLevelBoxes().isCut(objectSize: 0))
    }

    @Test("A header that is not here yet is waited for, at every byte of it")
    func headersToCome() {
        let bytes =
            MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("free", whole: 40) + MP4Builder.box("moov", whole: 30)
        let whole = boxes(of: bytes)
        for cached in 0...bytes.count {
            var known = boxes(of: bytes, cached: cached)
            #expect(whole.boxes.starts(with: known.boxes))
            // Sixteen bytes at once, so that a 64-bit size is never half there.
            #expect(known.boxes.count == [0, 16, 56].count { $0 + 16 <= cached })
            known.extend(from: bytes, objectSize: Int64(bytes.count))
            #expect(known == whole)
        }
    }

    @Test("The last box of an object may be shorter than 16 bytes, but has 8", arguments: 1...15)
    func shortLastBox(count: Int) {
        let last = Array(MP4Builder.box("free", whole: 15).prefix(count))
        let boxes = boxes(of: MP4Builder.box("ftyp", whole: 16) + last)
        #expect(boxes.boxes.map(\.type) == (count < 8 ? ["ftyp"] : ["ftyp", "free"]))
    }

    @Test("A file may begin with these types", arguments: ["ftyp", "styp", "moov", "mdat", "moof", "free", "wide"])
    func firstTypes(type: String) {
        #expect(boxes(of: MP4Builder.box(type, whole: 16)).boxes.map(\.type) == [type])
    }

    @Test(
        "Other files have no boxes",
        arguments: [
            [], Array("ftyp".utf8), Array("Shopping list: flour".utf8), MP4Builder.box("meta", whole: 16),
            MP4Builder.box("RIFF", whole: 16),
            [0x1A, 0x45, 0xDF, 0xA3, 1, 0, 0, 0, 0, 0, 0, 0x23, 0x42, 0x86, 0x81, 1],
            [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0xFF, count: 64),
        ])
    func otherFiles(bytes: [UInt8]) {
        let boxes = boxes(of: bytes)
        #expect(boxes == TopLevelBoxes())
        #expect(boxes.end == nil)
    }

    @Test("Types that are no printable characters end the walk")
    func types() {
        var second = MP4Builder.box("moov", whole: 16)
        second[6] = 0x80
        #expect(boxes(of: MP4Builder.box("ftyp", whole: 16) + second).boxes.map(\.type) == ["ftyp"])
    }

    @Test("Any bytes make boxes that are in order and leave no gap", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<500 {
            var boxes = TopLevelBoxes()
            let objectSize = Int64.random(in: 1 ... .max, using: &random)
            boxes.extend(objectSize: objectSize) { _ in
                var header = random.noise(16)
                // So that random headers lead somewhere: a known type, and often a small or a 64-bit size.
                header.replaceSubrange(4..<8, with: "mdat".utf8)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: header.replaceSubrange(0..<4, with: [0, 0, 0, 1])
                case 1: header.replaceSubrange(8..<9, with: [0])
                default: break
                }
                return Int.random(in: 0..<50, using: &random) == 0 ? nil : header
            }
            var end: Int64 = 0
            for box in boxes.boxes {
                #expect(box.range.lowerBound == end && !box.range.isEmpty)
                end = box.range.upperBound
            }
            #expect(boxes.end ?? 0 == end)
            // The plan must not trap on them either.
            var plan = PrefetchPlan()
            for box in boxes.boxes where box.range.lowerBound < objectSize {
                let planned = plan.next(at: box.range.lowerBound, count: 8, objectSize: objectSize, boxes: boxes)
                #expect(planned.range.lowerBound == box.range.lowerBound && planned.range.upperBound <= objectSize)
            }
        }
    }
}

extension TopLevelBoxes {
    /// Reads the headers from `bytes`, of which the first `cached` are here, as ``RangeReader`` does from its cache.
    mutating func extend(from bytes: [UInt8], objectSize: Int64, cached: Int = .max) {
        extend(objectSize: objectSize) { offset in
            let wanted = offset..<min(offset + 16, objectSize)
            let here = 0..<Int64(min(cached, bytes.count))
            guard here.contains(wanted.lowerBound) else { return nil }
            // Fewer bytes than wanted are none; bytes after the end of `bytes` are zeros that were not worth writing.
            if cached < bytes.count, wanted.upperBound > here.upperBound { return nil }
            let part = bytes[Int(wanted.lowerBound)..<min(Int(wanted.upperBound), bytes.count)]
            return part + Array(repeating: 0, count: Int(wanted.count) - part.count)
        }
    }
}
