import Testing

@testable import Thumbnailer

@Suite("The entries of sample tables")
struct SampleTableTests {
    /// A table's content: version and flags, the number of entries, and `numbers`.
    private static func table(_ count: UInt32, _ numbers: [UInt32]) -> BigEndianBytes {
        var bytes = BigEndianBytes()
        for number in [0, count] + numbers { bytes.append(number) }
        return bytes
    }

    private static func unusual(_ body: () throws -> Void) -> UnusualMovie? {
        do { try body() } catch MovieError.unusual(let reason) { return reason } catch { return nil }
        return nil
    }

    @Test("stts: the sample of a time and the time of a sample")
    func times() throws {
        // 0, 10, 20, 25, 30, 35.
        let times = try TimeToSample(Self.table(2, [2, 10, 4, 5]))
        #expect(times.sampleCount == 6 && times.duration == 40)
        #expect((0..<6).map { times.time(of: $0) } == [0, 10, 20, 25, 30, 35])
        #expect(
            [0, 9, 10, 19, 20, 24, 35, 39, 40, 1 << 62].map { times.sample(at: $0) } == [0, 0, 1, 1, 2, 2, 5, 5, 5, 5])
    }

    @Test(
        "stts: what cannot be",
        arguments: [
            (0, []), (2, [2, 10]), (1, [0, 10]), (1, [2, 0]), (2, [1, 0, 1, 1]), (1, [1, 0x8000_0000]),
            (2, [1 << 28, 1, 1, 1]),
        ] as [(UInt32, [UInt32])])
    func badTimes(count: UInt32, numbers: [UInt32]) {
        #expect(Self.unusual { _ = try TimeToSample(Self.table(count, numbers)) } == .tables)
    }

    @Test("stss: the last keyframe at or before a sample, or the first, and those that follow")
    func syncSamples() throws {
        let samples = try SyncSamples(Self.table(3, [2, 5, 9]), sampleCount: 10)
        #expect(samples.first == 1)
        #expect(
            [0, 1, 3, 4, 8, 9].map { samples.keyframes(from: $0, count: 2) } == [
                [1, 4], [1, 4], [1, 4], [4, 8], [8], [8],
            ])
        #expect(SyncSamples.all(count: 10).keyframes(from: 8, count: 4) == [8, 9])
    }

    @Test(
        "stss: what cannot be",
        arguments: [(0, []), (2, [1]), (1, [0]), (1, [11]), (2, [3, 3])] as [(UInt32, [UInt32])])
    func badSyncSamples(count: UInt32, numbers: [UInt32]) {
        #expect(Self.unusual { _ = try SyncSamples(Self.table(count, numbers), sampleCount: 10) } == .tables)
    }

    @Test("ctts: offsets of samples, and the first one's where the entries at hand end")
    func offsets() {
        let offsets = CompositionOffsets(Self.table(3, [1, 20, 2, UInt32(bitPattern: -10), 1, 30]))
        #expect(offsets.first == 20)
        #expect(offsets.offsets(of: [0, 1, 2, 3, 4]) == [20, -10, -10, 30, 20])
        // Three are said to be there.
        #expect(CompositionOffsets(Self.table(3, [1, 20])).offsets(of: [0, 3]) == [20, 20])
        #expect(CompositionOffsets().offsets(of: [0, 7]) == [0, 0])
    }

    @Test("stsc: the chunk of a sample and where it begins")
    func chunks() throws {
        // Chunks of 2, 2, 3, 1 and 1 samples.
        let table = try SampleToChunk(
            Self.table(3, [1, 2, 1, 3, 3, 1, 4, 1, 1]), sampleCount: 9, chunkCount: 5)
        #expect((0..<9).map { table.chunk(of: $0).chunk } == [0, 0, 1, 1, 2, 2, 2, 3, 4])
        #expect((0..<9).map { table.chunk(of: $0).firstSample } == [0, 0, 2, 2, 4, 4, 4, 7, 8])
    }

    @Test(
        "stsc: what cannot be",
        arguments: [
            (0, []), (1, [2, 2, 1]), (1, [1, 0, 1]), (1, [1, 2, 2]), (1, [1, 3, 1]), (2, [1, 2, 1, 1, 2, 1]),
            (2, [1, 1, 1, 6, 4, 1]), (2, [1, 9, 1, 2, 1, 1]),
        ] as [(UInt32, [UInt32])])
    func badChunks(count: UInt32, numbers: [UInt32]) {
        #expect(
            Self.unusual { _ = try SampleToChunk(Self.table(count, numbers), sampleCount: 9, chunkCount: 5) } == .tables
        )
    }

    @Test("elst: one edit, after an empty one or not")
    func edits() throws {
        #expect(try EditList(Self.table(1, [500, 7, 1 << 16])) == EditList(duration: 500, mediaTime: 7))
        #expect(
            try EditList(Self.table(2, [30, .max, 1 << 16, 500, 7, 1 << 16]))
                == EditList(emptyDuration: 30, duration: 500, mediaTime: 7))
        #expect(try EditList(Self.table(0, [])) == nil)
    }

    @Test(
        "elst: all others are left to libavformat",
        arguments: [
            (1, [0, 7, 1 << 16]), (1, [500, 7, 1 << 15]), (1, [500, .max, 1 << 16]),
            (2, [30, 0, 1 << 16, 500, 7, 1 << 16]), (3, [1, .max, 1 << 16, 1, .max, 1 << 16, 1, 0, 1 << 16]),
        ] as [(UInt32, [UInt32])])
    func unusualEdits(count: UInt32, numbers: [UInt32]) {
        #expect(Self.unusual { _ = try EditList(Self.table(count, numbers)) } == .edits)
    }

    @Test("A box's size has 32 bits, 64 bits or none, and stays within the box around it")
    func boxes() {
        func box(_ numbers: [UInt32], end: Int64) -> Box? {
            var bytes = BigEndianBytes()
            for number in numbers { bytes.append(number) }
            return Box(header: bytes, at: 100, end: end)
        }
        let type = FourCharacterCode("free")
        #expect(box([20, type.value], end: 120)?.content == 108..<120)
        #expect(box([0, type.value], end: 150)?.content == 108..<150)
        #expect(box([1, type.value, 0, 30], end: 150)?.content == 116..<130)
        #expect(box([20, type.value], end: 119) == nil)
        #expect(box([7, type.value], end: 150) == nil)
        #expect(box([1, type.value, .max, .max], end: .max) == nil)
        #expect(box([20], end: 150) == nil)
        #expect(type.description == "free")
    }
}
