package import AsyncHTTPClient
package import NIOCore

/// An object's bytes as they arrive, in pieces whose bounds mean nothing. To be iterated once.
///
/// At most one piece waits unread; the connection's back-pressure holds the others. Letting go of the body or its
/// iterator before the end cancels the request: the connection is closed, and the rest is neither read nor paid for.
package struct S3Body: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer
    package typealias Failure = S3Error

    private let body: HTTPClientResponse.Body
    private let limits: BodyTimeLimits
    private let eventLoop: any EventLoop

    /// - Parameters:
    ///   - deadline: when the whole body must have arrived.
    ///   - stallLimit: how long the next bytes may take once they are waited for; nil for as long as there is time. The
    ///     HTTP client has such a limit too, but it is one for all requests, and it counts the time in which nobody reads.
    ///   - eventLoop: keeps the time.
    package init(
        _ body: HTTPClientResponse.Body, deadline: NIODeadline, stallLimit: Duration? = nil, eventLoop: any EventLoop
    ) {
        self.body = body
        self.limits = BodyTimeLimits(deadline: deadline, stallLimit: stallLimit.map { TimeAmount($0) })
        self.eventLoop = eventLoop
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reading: BodyReading(body, limits: limits, eventLoop: eventLoop))
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reading: BodyReading

        /// The next bytes; nil at the body's end. Throws `connectionFailed`, `timeout` or `cancelled`.
        package mutating func next() async throws(S3Error) -> ByteBuffer? {
            try await reading.next()
        }
    }
}

@available(*, unavailable)
extension S3Body.AsyncIterator: Sendable {}

extension S3Body {
    /// The beginning of the body as UTF-8, up to `maximum` bytes; what arrived before an error, if one comes.
    package func text(upTo maximum: Int) async -> String {
        var text: [UInt8] = []
        var iterator = makeAsyncIterator()
        while text.count < maximum, let piece = try? await iterator.next() {
            text += piece.readableBytesView.prefix(maximum - text.count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
