import Loopback
import NIOCore
import RangeReader
import S3

/// Takes the chance out of how many bytes of a request nobody waits for have come when the picture is ready.
///
/// Every answer is passed on when it is there as a whole, and the head's only after the tail's was taken in.
final class OrderlySource: Source {
    private let base: any Source
    private let tailIsTaken = Latch<Void>()

    /// - Parameter hasTail: Whether the first round asks for more than the head.
    init(_ base: any Source, hasTail: Bool) {
        self.base = base
        if !hasTail { tailIsTaken.resolve(.success(())) }
    }

    func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        let isHead = if case .bytes(let range) = range { range.lowerBound == 0 } else { false }
        do {
            var response = try await base.fetch(range, ifMatch: eTag, deadline: deadline)
            var bytes = ByteBuffer()
            for try await chunk in response.body { bytes.writeImmutableBuffer(chunk) }
            if isHead { try await tailIsTaken.value() }
            // It ends when the reader asks for more, having taken in what there was.
            response.body = SourceBody(
                Chunks(first: bytes) { [tailIsTaken] in
                    if !isHead { tailIsTaken.resolve(.success(())) }
                })
            return response
        } catch let error as SourceError {
            if !isHead { tailIsTaken.resolve(.success(())) }
            throw error
        } catch {
            throw SourceError(.cancelled, "\(error)")
        }
    }

    private struct Chunks: AsyncSequence, AsyncIteratorProtocol, Sendable {
        var first: ByteBuffer?
        var atEnd: @Sendable () -> Void

        func makeAsyncIterator() -> Chunks { self }

        mutating func next() async -> ByteBuffer? {
            defer { first = nil }
            if first == nil { atEnd() }
            return first
        }
    }
}
