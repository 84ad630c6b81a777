import Dispatch
package import NIOCore
import NIOPosix
import S3
import Synchronization

/// Random reads of one version of one object, served by few range requests.
///
/// A demuxer reads from a thread of its own with ``read(at:upTo:_:)``, which blocks until the bytes are there, while the
/// requests run as tasks. Use it through ``withReader(of:expectedSize:configuration:deadline:_:)``.
package final class RangeReader: Sendable {
    let source: any Source
    let configuration: ReaderConfiguration
    let deadline: NIODeadline
    private let state: Mutex<ReadState>
    private let orders: AsyncStream<ReadState.Order>.Continuation
    /// Signalled whenever bytes arrived, a request ended or something failed. One thread waits.
    private let progress = DispatchSemaphore(value: 0)
    private let start = ContinuousClock.now

    private init(
        source: any Source, configuration: ReaderConfiguration, deadline: NIODeadline,
        orders: AsyncStream<ReadState.Order>.Continuation
    ) {
        self.source = source
        self.configuration = configuration
        self.deadline = deadline
        self.orders = orders
        state = Mutex(ReadState(limits: configuration.limits, windows: configuration.windows))
    }

    /// Runs `body` on a thread of its own with a reader of `source`, and cancels what is still being fetched when it ends.
    ///
    /// The first requests are on their way before `body` starts.
    ///
    /// - Parameters:
    ///   - expectedSize: The object's size in bytes if somebody said it: it tells how much to ask for at once. It may be
    ///     wrong; what the answers say counts.
    ///   - deadline: Reads that would have to wait longer fail with ``SourceError/Code/deadlineExceeded``.
    /// - Throws: What `body` throws. If the task is cancelled, reads fail with ``SourceError/Code/cancelled``.
    package static func withReader<Result: Sendable>(
        of source: any Source, expectedSize: Int64? = nil, configuration: ReaderConfiguration = ReaderConfiguration(),
        deadline: NIODeadline, _ body: @escaping @Sendable (RangeReader) throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(of: ReadState.Order.self)
        let reader = RangeReader(
            source: source, configuration: configuration, deadline: deadline, orders: continuation)
        reader.withState { $0.start(expectedSize: expectedSize) }
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        async let result = thread.runIfActive {
            defer { continuation.finish() }
            return try body(reader)
        }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { requests in
                for await order in stream {
                    requests.addTask { await reader.fetch(order) }
                }
                requests.cancelAll()
            }
        } onCancel: {
            reader.fail(.cancelled)
        }
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await result)
        } catch is CancellationError {
            // The thread had not begun.
            outcome = .failure(SourceError.cancelled)
        } catch {
            outcome = .failure(error)
        }
        try await thread.shutdownGracefully()
        return try outcome.get()
    }

    // MARK: Reading, from the dedicated thread

    /// Lends the bytes from `offset` on: at least one, at most `count`, as many as are there already.
    ///
    /// - Returns: How many bytes `body` was given; 0, without a call, at the object's end.
    /// - Throws: ``SourceError`` when a request failed, a limit was reached or the deadline passed.
    /// - Complexity: Blocks until the first of the bytes has arrived. The lent bytes are valid during the call only.
    package func read(at offset: Int64, upTo count: Int, _ body: (RawSpan) -> Void) throws(SourceError) -> Int {
        let size = try objectSize()
        guard offset < size, count > 0 else { return 0 }
        while true {
            let given: Int? = try withState { (state: inout ReadState) throws(SourceError) -> Int? in
                let given = state.withBytes(at: offset, upTo: count) { bytes in
                    body(bytes)
                    return bytes.byteCount
                }
                if let given { return given }
                try state.want(at: offset, count: count, objectSize: size, at: elapsed)
                return nil
            }
            if let given { return given }
            try wait()
        }
    }

    /// Says that the demuxer will read `ranges` next, so that each is fetched with one request and not window by window,
    /// and all of them at once.
    package func expect(
        _ ranges: [Range<Int64>], as reason: PlannedRange.Reason = .keyframe
    ) throws(SourceError) {
        let size = try objectSize()
        try withState { (state: inout ReadState) throws(SourceError) in
            try state.expect(ranges.map { $0.clamped(to: 0..<size) }, as: reason, at: elapsed)
        }
    }

    /// Whether reading `range` needs no further request: all of it is here or on its way.
    package func isExpected(_ range: Range<Int64>) -> Bool {
        state.withLock { $0.cache.missing(in: range).isEmpty }
    }

    /// The object's size in bytes. Blocks until the first answer has come.
    package func objectSize() throws(SourceError) -> Int64 {
        while true {
            let size: Int64? = try withState { (state: inout ReadState) throws(SourceError) -> Int64? in
                if let size = state.objectSize { return size }
                if let failure = state.failure { throw failure }
                return nil
            }
            if let size { return size }
            try wait()
        }
    }

    /// The object's structure as far as the bytes fetched so far show it, if it is an ISO base media file.
    package var topLevelBoxes: TopLevelBoxes {
        withState { state in
            state.extendBoxes()
            return state.boxes
        }
    }

    /// The version that all bytes are of as the source gives it; nil when the source does not tell.
    package var eTag: String? { withState { $0.eTag } }

    /// What the object was declared to be; nil when the source does not tell.
    package var contentType: String? { withState { $0.contentType } }

    package var trace: ReadTrace { withState { $0.trace.withUse } }

    /// What ended reading, if anything did.
    package var failure: SourceError? { withState { $0.failure } }

    /// Fails once the deadline has passed or the task was cancelled: for work between reads that do not have to wait.
    package func checkDeadline() throws(SourceError) {
        if NIODeadline.now() >= deadline { fail(.deadlineExceeded) }
        if let failure { throw failure }
    }

    private func wait() throws(SourceError) {
        let start = NIODeadline.now()
        let outcome = progress.wait(
            timeout: deadline == .distantFuture
                ? .distantFuture : DispatchTime(uptimeNanoseconds: deadline.uptimeNanoseconds))
        let waited = NIODeadline.now() - start
        withState { state in
            state.waited(.nanoseconds(waited.nanoseconds))
            if outcome == .timedOut { state.fail(.deadlineExceeded) }
        }
        if outcome == .timedOut { throw .deadlineExceeded }
    }

    /// Since the first request.
    var elapsed: Duration { .now - start }

    /// Runs `body` with the state locked, and sends for what it ordered.
    func withState<Result: Sendable, Failure: Error>(
        _ body: (inout ReadState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { (state: inout sending ReadState) throws(Failure) -> sending Result in
            defer { for order in state.takeOrders() { orders.yield(order) } }
            return try body(&state)
        }
    }

    func fail(_ error: SourceError) {
        withState { $0.fail(error) }
        wakeReader()
    }

    func wakeReader() { progress.signal() }
}
