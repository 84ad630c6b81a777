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
    private let deadline: NIODeadline
    private let eventLoop: any EventLoop

    package init(_ body: HTTPClientResponse.Body, deadline: NIODeadline, eventLoop: any EventLoop) {
        self.body = body
        self.deadline = deadline
        self.eventLoop = eventLoop
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: Source(body.makeAsyncIterator()), deadline: deadline, eventLoop: eventLoop)
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let source: Source
        fileprivate let deadline: NIODeadline
        fileprivate let eventLoop: any EventLoop

        /// The next bytes; nil at the body's end. Throws `connectionFailed`, `timeout` or `cancelled`.
        ///
        /// The HTTP client's own deadline ends with the response head. To let ours end a read that stands still, the read
        /// is a task that a timer can cancel. Measured: 23 µs of CPU more for every piece of 64 KiB, in a debug build.
        package mutating func next() async throws(S3Error) -> ByteBuffer? {
            let read = Task { [source] in try await source.next() }
            let timer = eventLoop.scheduleTask(deadline: deadline) { read.cancel() }
            defer { timer.cancel() }
            do {
                return try await withTaskCancellationHandler {
                    try await read.value
                } onCancel: {
                    read.cancel()
                }
            } catch {
                let error = S3Error(transport: error)
                guard error.code == .cancelled, !Task.isCancelled, deadline <= .now() else { throw error }
                throw S3Error(.timeout, "the deadline passed in the middle of the body")
            }
        }
    }
}

@available(*, unavailable)
extension S3Body.AsyncIterator: Sendable {}

/// Lets the HTTP client's iterator, which is not Sendable, be advanced from a task.
///
/// Unchecked, because an async iterator is advanced by one caller at a time, who waits for the task.
private final class Source: @unchecked Sendable {
    private var iterator: HTTPClientResponse.Body.AsyncIterator

    init(_ iterator: HTTPClientResponse.Body.AsyncIterator) {
        self.iterator = iterator
    }

    func next() async throws -> ByteBuffer? {
        try await iterator.next()
    }
}

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
