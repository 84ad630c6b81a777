import Loopback
import NIOCore
import RangeReader
import Testing

@Suite("The range reader")
struct RangeReaderTests {

    // MARK: Bytes

    @Test("Reads anywhere give the object's bytes, whatever the pieces and however little is kept", arguments: 0..<20)
    func model(seed: Int) async throws {
        let object = FakeObject(count: 5000)
        let source = FakeSource { number, request throws(SourceError) in
            var random = SplitMix64(seed: UInt64(seed << 32 | number))
            let pieces = (0..<20).map { _ in Int.random(in: 1...50, using: &random) }
            return try object.answer(request.range, in: pieces)
        }
        let expectedSize: Int64? = [nil, 5000, 4000, 5050, 900][seed % 5]
        let limits = ReadLimits(requests: 100_000, bytesFetched: 1 << 30, bytesCached: [300, 2000, 10_000][seed % 3])
        try await withTinyReader(of: source, expectedSize: expectedSize, limits: limits) { reader in
            var random = SplitMix64(seed: UInt64(seed))
            for _ in 0..<200 {
                let start = Int64.random(in: 0...5100, using: &random)
                let wanted = start..<start + Int64.random(in: 0...500, using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 { try reader.expect([wanted]) }
                #expect(try reader.bytes(wanted) == object[wanted.clamped(to: 0..<5000)])
            }
            #expect(try reader.objectSize() == 5000)
            #expect(reader.eTag == "v1")
            #expect(reader.failure == nil)
        }
    }

    @Test("A read waits for its first byte, not for the last of its request")
    func earlyBytes() async throws {
        let object = FakeObject(count: 50)
        let (pieces, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let source = FakeSource { _, _ in
            continuation.yield(ByteBuffer(bytes: object[0..<10]))
            return SourceResponse(range: 0..<50, objectSize: 50, eTag: nil, body: SourceBody(pieces))
        }
        try await withTinyReader(of: source) { reader throws in
            #expect(try reader.read(at: 4, upTo: 40) { _ in } == 6)
            continuation.yield(ByteBuffer(bytes: object[10..<50]))
            continuation.finish()
            #expect(try reader.bytes(0..<50) == object.bytes)
            #expect(reader.trace.requests.count == 1)
        }
    }

    @Test("At the object's end and after it there is nothing to read, without a request", arguments: [50, 51, 1 << 40])
    func end(offset: Int64) async throws {
        try await withTinyReader(of: FakeSource(FakeObject(count: 50))) { reader throws in
            #expect(try reader.read(at: offset, upTo: 10) { _ in Issue.record("there are no bytes") } == 0)
            #expect(try reader.read(at: 10, upTo: 0) { _ in Issue.record("none were wanted") } == 0)
            #expect(reader.trace.requests.count == 1)
        }
    }

    // MARK: Requests

    @Test("Head and tail are asked for side by side, before anything is read")
    func firstRound() async throws {
        let object = FakeObject(count: 5000)
        let both = Latch<Void>()
        let source = FakeSource { number, request in
            if number == 1 { both.resolve(.success(())) }
            // No answer before both are there.
            try await both.value()
            return try object.answer(request.range)
        }
        try await withTinyReader(of: source, expectedSize: 5000) { reader throws in
            #expect(try reader.objectSize() == 5000)
            #expect(reader.trace.planned == [PlannedRange(0..<100, .head), PlannedRange(4900..<5000, .tail)])
        }
        #expect(source.requests.allSatisfy { $0.eTag == nil })
        #expect(Set(source.requests.map(\.range)) == [0..<100, -100..<0])
    }

    @Test("What is expected comes with one exact request, and reading it makes no other")
    func expect() async throws {
        let object = FakeObject(count: 5000)
        try await withTinyReader(of: FakeSource(object), expectedSize: 5000) { reader in
            try reader.expect([2000..<3500])
            #expect(try reader.bytes(2000..<3500) == object[2000..<3500])
            try reader.expect([2000..<3500])
            #expect(reader.trace.planned.dropFirst(2) == [PlannedRange(2000..<3500, .keyframe)])
            #expect(reader.trace.requests.map(\.bytesReceived) == [100, 100, 1500])
            #expect(reader.trace.bytesReceived == 1700)
        }
    }

    @Test("Of what is expected only the gaps are asked for, each once, up to the object's end")
    func gaps() async throws {
        let object = FakeObject(count: 5000)
        try await withTinyReader(of: FakeSource(object), expectedSize: 5000) { reader in
            try reader.expect([300..<400])
            try reader.expect([50..<600])
            try reader.expect([4800..<9000])
            try reader.expect([6000..<7000])
            #expect(
                reader.trace.planned.dropFirst(2) == [
                    PlannedRange(300..<400, .keyframe), PlannedRange(100..<300, .keyframe),
                    PlannedRange(400..<600, .keyframe), PlannedRange(4800..<4900, .keyframe),
                ])
            #expect(try reader.bytes(0..<600) == object[0..<600])
            #expect(try reader.bytes(4800..<5000) == object[4800..<5000])
            #expect(reader.trace.requests.count == 6)
        }
    }

    @Test("Reading on asks for windows that double")
    func readOn() async throws {
        let object = FakeObject(count: 5000)
        try await withTinyReader(of: FakeSource(object)) { reader throws in
            #expect(try reader.bytes(0..<5000) == object.bytes)
            #expect(
                reader.trace.planned == [
                    PlannedRange(0..<100, .head), PlannedRange(100..<300, .readOn), PlannedRange(300..<700, .readOn),
                    PlannedRange(700..<1500, .readOn), PlannedRange(1500..<2300, .readOn),
                    PlannedRange(2300..<3100, .readOn), PlannedRange(3100..<3900, .readOn),
                    PlannedRange(3900..<4700, .readOn), PlannedRange(4700..<5000, .readOn),
                ])
            #expect(reader.trace.bytesReceived == 5000)
        }
    }

    @Test("The index of an MP4 comes exactly, wherever its header lies", arguments: [50, 92, 99, 100, 300])
    func index(mediaEnd: Int) async throws {
        // The head ends at 100: before, within and after the index's header.
        let object = FakeObject(
            MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("free", whole: mediaEnd - 16)
                + MP4Builder.box("moov", whole: 1000) + MP4Builder.box("mdat", whole: 8000))
        try await withTinyReader(of: FakeSource(object)) { reader in
            // As a demuxer goes: each header, then all of the index.
            for offset in [0, 16, Int64(mediaEnd)] as [Int64] { _ = try reader.bytes(offset..<offset + 16) }
            let indexEnd = Int64(mediaEnd) + 1000
            _ = try reader.bytes(Int64(mediaEnd)..<indexEnd)
            #expect(reader.topLevelBoxes.boxes.prefix(3).map(\.type) == ["ftyp", "free", "moov"])
            #expect(reader.trace.requests.last?.range?.upperBound == indexEnd + 1)
            #expect(reader.trace.requests.last?.reason == .index)
        }
    }

    @Test("The first answer's version is asked for from then on")
    func eTag() async throws {
        let source = FakeSource(FakeObject(count: 5000))
        try await withTinyReader(of: source) { reader in
            _ = try reader.objectSize()
            _ = try reader.bytes(2000..<2001)
        }
        #expect(
            source.requests == [.init(range: 0..<100, eTag: nil), .init(range: 2000..<2200, eTag: "v1")])
    }

    // MARK: Wrong expectations

    @Test("A size that was expected too small costs a request, no more", arguments: [1, 99, 500, 1001, 4999])
    func tooSmall(expected: Int64) async throws {
        let object = FakeObject(count: 5000)
        try await withTinyReader(of: FakeSource(object), expectedSize: expected) { reader throws in
            #expect(try reader.objectSize() == 5000)
            #expect(try reader.bytes(0..<5000) == object.bytes)
            #expect(reader.trace.bytesReceived == 5000)
        }
    }

    @Test(
        "A size that was expected too large does no harm",
        arguments: [5001, 5050, 5100, 5101, 1 << 50] as [Int64])
    func tooLarge(expected: Int64) async throws {
        let object = FakeObject(count: 5000)
        try await withTinyReader(of: FakeSource(object), expectedSize: expected) { reader throws in
            #expect(try reader.objectSize() == 5000)
            #expect(try reader.bytes(0..<5000) == object.bytes)
            #expect(reader.trace.bytesReceived == 5000)
            #expect(reader.failure == nil)
        }
    }
}
