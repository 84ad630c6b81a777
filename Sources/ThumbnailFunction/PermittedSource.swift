import NIOCore
import RangeReader
import S3

/// A source that hands nothing out before it is known that the work has to be done. Requests are sent at once all the same,
/// so that finding out costs no time of its own.
struct PermittedSource<Base: Source>: Source {
    let base: Base
    /// Says by the head of an answer why the work need not be done; nil if it has to be.
    let refusal: @Sendable (SourceResponse) async -> String?

    func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        let response = try await base.fetch(range, ifMatch: eTag, deadline: deadline)
        if let reason = await refusal(response) { throw SourceError(.declined, reason) }
        return response
    }
}
