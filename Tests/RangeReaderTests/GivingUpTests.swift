import Loopback
import NIOCore
import RangeReader
import Synchronization
import Testing

@Suite("Ends of an object that turn out to be of no use")
struct GivingUpTests {
    private static let object = FakeObject(
        MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("mdat", whole: 3000) + MP4Builder.box("moov", whole: 1984))
    private static let faststart = FakeObject(
        MP4Builder.box("ftyp", whole: 16) + MP4Builder.box("moov", whole: 184) + MP4Builder.box("mdat", whole: 4800))

    private static var configuration: ReaderConfiguration {
        var configuration = ReaderConfiguration.tiny
        configuration.windows.head = 1000
        configuration.windows.largestTail = 1000
        configuration.windows.shareOfTail = 5
        configuration.windows.shortIndex = 150
        configuration.windows.worthGivingUp = 50
        return configuration
    }

    /// Answers with the first `count` bytes of each end, and with the rest when that is asked for by the test.
    private func source(_ object: FakeObject, count: Int, rest: Latch<Void>) -> FakeSource {
        FakeSource { _, request in
            var response = try object.answer(request.range)
            guard request.range.lowerBound <= 0 else { return response }
            let range = response.range
            let middle = range.lowerBound + Int64(count)
            let pieces = Pieces([object[range.lowerBound..<middle], object[middle..<range.upperBound]])
            response.body = SourceBody(
                AsyncStream<ByteBuffer> {
                    let (number, piece) = pieces.next()
                    if number == 1 { try? await rest.value() }
                    return piece.map { ByteBuffer(bytes: $0) }
                })
            return response
        }
    }

    @Test("A head that is media data is given up; the index in the tail is not")
    func indexLast() async throws {
        let rest = Latch<Void>()
        let source = source(Self.object, count: 100, rest: rest)
        try await RangeReader.withReader(
            of: source, expectedSize: 5000, configuration: Self.configuration, deadline: .patient
        ) { reader throws in
            _ = try reader.bytes(0..<100)
            _ = try reader.bytes(4000..<4100)
            rest.resolve(.success(()))
            let tail = try reader.bytes(4000..<5000)
            #expect(tail == Self.object[4000..<5000])
            // More than the head brought has to be asked for again.
            let media = try reader.bytes(100..<110)
            #expect(media == Self.object[100..<110])
            #expect(reader.trace.requests.map(\.range?.lowerBound) == [0, 4000, 100])
        }
    }

    @Test("A tail is given up when the index is in the head")
    func indexFirst() async throws {
        let rest = Latch<Void>()
        let source = source(Self.faststart, count: 100, rest: rest)
        try await RangeReader.withReader(
            of: source, expectedSize: 5000, configuration: Self.configuration, deadline: .patient
        ) { reader throws in
            _ = try reader.bytes(0..<100)
            let media = try reader.bytes(4500..<4600)
            #expect(media == Self.faststart[4500..<4600])
            rest.resolve(.success(()))
            #expect(reader.trace.requests.map(\.reason) == [.head, .tail, .readOn])
            #expect(reader.trace.requests[1].bytesReceived <= 100)
        }
    }

    @Test("Who asks for another place gives up what is still to come of the ends, but never what he asks for")
    func elsewhere() async throws {
        let other = FakeObject(count: 5000)
        let rest = Latch<Void>()
        try await RangeReader.withReader(
            of: source(other, count: 100, rest: rest), expectedSize: 5000, configuration: Self.configuration,
            deadline: .patient
        ) { reader throws in
            _ = try reader.bytes(0..<100)
            _ = try reader.bytes(4000..<4100)
            try reader.expect([3900..<4300])
            rest.resolve(.success(()))
            let bytes = try reader.bytes(3900..<4300)
            #expect(bytes == other[3900..<4300])
            #expect(reader.trace.requests.map(\.range?.lowerBound) == [0, 4000, 3900])
            let head = try reader.bytes(0..<200)
            #expect(head == other[0..<200])
            #expect(reader.trace.requests.map(\.range?.lowerBound) == [0, 4000, 3900, 100])
        }
    }
}

/// Gives its pieces one after the other, with their numbers.
private final class Pieces: Sendable {
    private let state: Mutex<(number: Int, pieces: [[UInt8]])>

    init(_ pieces: [[UInt8]]) { state = Mutex((0, pieces)) }

    func next() -> (Int, [UInt8]?) {
        state.withLock { state in
            defer { state.number += 1 }
            return (state.number, state.number < state.pieces.count ? state.pieces[state.number] : nil)
        }
    }
}
