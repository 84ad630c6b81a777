import Loopback
import NIOCore
import RangeReader
import S3
import Synchronization

/// A source in memory whose every answer a test decides, and whose requests a test can wait for.
final class FakeSource: Source {
    struct Request: Sendable, Equatable {
        /// Offsets from the object's beginning; or, both negative, from its end.
        var range: Range<Int64>
        var eTag: String?
    }

    private struct State {
        var requests: [Request] = []
        var arrivals: [Latch<Request>] = []
        var returned = 0

        mutating func arrival(_ number: Int) -> Latch<Request> {
            while arrivals.count <= number { arrivals.append(Latch()) }
            return arrivals[number]
        }
    }

    private let state = Mutex(State())
    private let answer: @Sendable (Int, Request) async throws -> SourceResponse

    /// - Parameter answer: Is given the requests' numbers, from 0; throws ``SourceError`` or CancellationError.
    init(_ answer: @escaping @Sendable (Int, Request) async throws -> SourceResponse) {
        self.answer = answer
    }

    /// Answers every request from `bytes` at once.
    convenience init(_ object: FakeObject) {
        self.init { _, request throws(SourceError) in try object.answer(request.range) }
    }

    /// In the order of their arrival.
    var requests: [Request] { state.withLock { $0.requests } }

    /// How many calls of ``fetch(_:ifMatch:deadline:)`` have returned or thrown.
    var returned: Int { state.withLock { $0.returned } }

    /// Waits until request `number`, counted from 0, is there.
    func request(_ number: Int) async throws -> Request {
        try await state.withLock { $0.arrival(number) }.value()
    }

    func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        let request =
            switch range {
            case .bytes(let range): Request(range: range, eTag: eTag)
            case .last(let count): Request(range: -count..<0, eTag: eTag)
            }
        let (number, arrival) = state.withLock { state in
            state.requests.append(request)
            return (state.requests.count - 1, state.arrival(state.requests.count - 1))
        }
        arrival.resolve(.success(request))
        defer { state.withLock { $0.returned += 1 } }
        do {
            return try await answer(number, request)
        } catch let error as SourceError {
            throw error
        } catch {
            throw SourceError(.cancelled, "\(error)", isTransient: true)
        }
    }
}

/// Bytes that a ``FakeSource`` answers from as S3 would.
struct FakeObject: Sendable {
    var bytes: [UInt8]
    var eTag: String? = "v1"

    var size: Int64 { Int64(bytes.count) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Pseudo-random bytes, so that no two places look alike.
    init(count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        self.init(random.noise(count))
    }

    /// Made once: random bytes take their time without optimisation.
    static let of3MB = FakeObject(count: 3_000_000)
    static let of100kB = FakeObject(count: 100_000)

    subscript(_ range: Range<Int64>) -> [UInt8] { Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]) }

    func answer(_ range: Range<Int64>) throws(SourceError) -> SourceResponse {
        if bytes.isEmpty { throw SourceError(.emptyObject, "the object is empty") }
        guard range.lowerBound < size else {
            throw SourceError(.s3(.rangeNotSatisfiable), "the range begins after the end")
        }
        let part = range.upperBound > 0 ? range.clamped(to: 0..<size) : max(size + range.lowerBound, 0)..<size
        return SourceResponse(
            range: part, objectSize: size, eTag: eTag, body: SourceBody(ByteBuffer(bytes: self[part])))
    }

    /// The same answer, its body in pieces.
    func answer(_ range: Range<Int64>, in pieces: [Int]) throws(SourceError) -> SourceResponse {
        var answer = try answer(range)
        let part = answer.range
        answer.body = SourceBody(
            AsyncStream { continuation in
                var offset = part.lowerBound
                for piece in pieces + [.max] where offset < part.upperBound {
                    let end = offset + min(Int64(piece), part.upperBound - offset)
                    continuation.yield(ByteBuffer(bytes: self[offset..<end]))
                    offset = end
                }
                continuation.finish()
            })
        return answer
    }
}

extension PrefetchWindows {
    /// Bytes where the real ones are kilobytes, and no tail unless a size is expected.
    static var tiny: PrefetchWindows {
        var windows = PrefetchWindows()
        windows.wholeObject = 1000
        windows.head = 100
        windows.smallestTail = 100
        windows.largestTail = 100
        windows.tailOfUnknown = 0
        windows.indexAtEnd = 400
        windows.indexSlack = 1
        windows.firstReadOn = 200
        windows.largestReadOn = 800
        return windows
    }
}

extension RangeReader {
    /// The bytes of a range, cut at the object's end, read in the small steps of a demuxer.
    func bytes(_ range: Range<Int64>) throws(SourceError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < range.count {
            let step = min(range.count - bytes.count, 40)
            let given = try read(at: range.lowerBound + Int64(bytes.count), upTo: step) { span in
                span.withUnsafeBytes { bytes += $0 }
            }
            if given == 0 { break }
        }
        return bytes
    }
}

extension ReadTrace {
    /// What was asked for and why.
    var planned: [PlannedRange] { requests.map { PlannedRange($0.range ?? 0..<0, $0.reason) } }
}

extension NIODeadline {
    /// Far enough that only a hanging test meets it.
    static var patient: NIODeadline { .now() + .seconds(300) }
}

extension ReaderConfiguration {
    /// Tries everything once, with windows of few bytes.
    static var tiny: ReaderConfiguration {
        var configuration = ReaderConfiguration.once
        configuration.windows = .tiny
        return configuration
    }

    /// Tries everything once.
    static var once: ReaderConfiguration {
        var configuration = ReaderConfiguration()
        configuration.retries = try! RetryPolicy(maxAttempts: 1)
        configuration.longestWait = .seconds(300)
        return configuration
    }
}

/// What `body` gives, with a reader of `source` whose windows are tiny and that tries everything once.
func withTinyReader<Result: Sendable>(
    of source: FakeSource, expectedSize: Int64? = nil, limits: ReadLimits = .standard,
    deadline: NIODeadline = .patient, _ body: @escaping @Sendable (RangeReader) throws -> Result
) async throws -> Result {
    var configuration = ReaderConfiguration.tiny
    configuration.limits = limits
    return try await RangeReader.withReader(
        of: source, expectedSize: expectedSize, configuration: configuration, deadline: deadline, body)
}
