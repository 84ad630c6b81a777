package import NIOCore
package import S3

/// Something of which any range of bytes can be asked for: an object in S3, a URL, a file.
///
/// A source makes requests and nothing else: what to ask for, what to keep and what to do after a failure is decided by
/// ``RangeReader``, ``PrefetchPlan`` and ``BlockCache``.
package protocol Source: Sendable {
    /// Asks for `range` of the object with one request.
    ///
    /// - Parameters:
    ///   - eTag: The version that the answer must be of, or nil for whichever is current.
    ///   - deadline: When the answer, body included, must be complete.
    /// - Returns: The head of the answer; its body arrives while it is iterated over, and not iterating to the end
    ///   cancels the request.
    /// - Throws: ``SourceError``. An empty object is ``SourceError/Code/emptyObject``; a range that begins at or after the
    ///   end of another one is S3's `rangeNotSatisfiable`.
    func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError)
        -> SourceResponse
}

extension Duration {
    /// A connection that pauses for so long in the middle of an answer is taken for broken. Reckoned, not measured on S3.
    package static let longestStall = Duration.seconds(5)
}

/// The answer to one range request.
package struct SourceResponse: Sendable {
    /// What the body holds, in bytes of the object: within what was asked for.
    package var range: Range<Int64>
    /// Size of the whole object in bytes, when the answer tells.
    package var objectSize: Int64?
    /// The version of the object when the answer tells.
    package var eTag: String?
    /// What the object was declared to be when it was written; nil when the answer does not tell.
    package var contentType: String?
    /// The object's own metadata in S3, as ``S3ObjectMetadata/metadata``.
    package var metadata: [String: String] = [:]
    package var body: SourceBody

    package init(range: Range<Int64>, objectSize: Int64?, eTag: String?, body: SourceBody) {
        self.range = range
        self.objectSize = objectSize
        self.eTag = eTag
        self.body = body
    }
}

/// The bytes of a ``SourceResponse`` in order, as they arrive.
package struct SourceBody: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer

    private let chunks: @Sendable () -> any AsyncIteratorProtocol<ByteBuffer, any Error>

    /// - Parameter chunks: A sequence that can be iterated over once.
    package init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) where Chunks.Element == ByteBuffer {
        self.chunks = { ErasedIterator(base: chunks.makeAsyncIterator()) }
    }

    /// A body that is there already.
    package init(_ buffer: ByteBuffer) {
        self.init(
            AsyncStream { continuation in
                continuation.yield(buffer)
                continuation.finish()
            })
    }

    package func makeAsyncIterator() -> Iterator { Iterator(base: chunks()) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: any AsyncIteratorProtocol<ByteBuffer, any Error>

        package mutating func next() async throws -> ByteBuffer? {
            try await base.next(isolation: #isolation)
        }
    }
}

/// Gives every iterator the same failure type.
private struct ErasedIterator<Base: AsyncIteratorProtocol>: AsyncIteratorProtocol where Base.Element == ByteBuffer {
    var base: Base

    mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ByteBuffer? {
        try await base.next(isolation: actor)
    }

    mutating func next() async throws -> ByteBuffer? {
        try await base.next(isolation: nil)
    }
}
