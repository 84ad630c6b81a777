import Dispatch
package import NIOCore
import NIOPosix
import S3
import Synchronization

/// Random reads of one version of one object, served by few range requests.
///
/// A demuxer reads from a thread of its own with ``read(at:upTo:_:)``, which blocks until the bytes are there, while the
/// requests run as tasks. Use it through ``withReader(of:expectedSize:limits:windows:deadline:_:)``.
package final class RangeReader: Sendable {
    private struct State {
        var cache: BlockCache
        var plan: PrefetchPlan
        var boxes = TopLevelBoxes()
        var trace = ReadTrace()
        var objectSize: Int64?
        var eTag: String?
        var failure: SourceError?
    }

    /// One request to make.
    private struct Order: Sendable {
        var range: Range<Int64>
        var reason: PlannedRange.Reason
        var block: BlockCache.BlockID
        var request: Int
        var eTag: String?
    }

    private let source: any Source
    private let limits: ReadLimits
    private let deadline: NIODeadline
    private let state: Mutex<State>
    private let orders: AsyncStream<Order>.Continuation
    /// Signalled whenever bytes arrived, a request ended or something failed. One thread waits.
    private let progress = DispatchSemaphore(value: 0)

    private init(
        source: any Source, limits: ReadLimits, windows: PrefetchPlan.Windows, deadline: NIODeadline,
        orders: AsyncStream<Order>.Continuation
    ) {
        self.source = source
        self.limits = limits
        self.deadline = deadline
        self.orders = orders
        state = Mutex(State(cache: BlockCache(limit: limits.bytesCached), plan: PrefetchPlan(windows: windows)))
    }

    /// Runs `body` on a thread of its own with a reader of `source`, and cancels what is still being fetched when it ends.
    ///
    /// The first requests are on their way before `body` starts.
    ///
    /// - Parameters:
    ///   - expectedSize: The object's size in bytes if somebody said it, which lets head and tail be asked for at once.
    ///     It may be wrong: what the answers say counts.
    ///   - deadline: Reads that would have to wait longer fail with ``SourceError/Code/deadlineExceeded``.
    /// - Throws: What `body` throws. If the task is cancelled, reads fail with ``SourceError/Code/cancelled``.
    package static func withReader<Result: Sendable>(
        of source: any Source, expectedSize: Int64? = nil, limits: ReadLimits = .standard,
        windows: PrefetchPlan.Windows = .init(), deadline: NIODeadline,
        _ body: @escaping @Sendable (RangeReader) throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(of: Order.self)
        let reader = RangeReader(
            source: source, limits: limits, windows: windows, deadline: deadline, orders: continuation)
        reader.start(expectedSize: expectedSize)
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
            reader.fail(SourceError(.cancelled, "the work was cancelled", isTransient: true))
        }
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await result)
        } catch is CancellationError {
            // The thread had not begun.
            outcome = .failure(SourceError(.cancelled, "the work was cancelled", isTransient: true))
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
            let given: Int? = try locked { (state: inout State) throws(SourceError) -> Int? in
                let given = state.cache.withBytes(at: offset, upTo: count) { bytes in
                    body(bytes)
                    return bytes.byteCount
                }
                if let given { return given }
                if let failure = state.failure { throw failure }
                if case .missing = state.cache.lookup(offset) {
                    extendBoxes(&state)
                    let planned = state.plan.next(at: offset, count: count, objectSize: size, boxes: state.boxes)
                    try order(planned, &state)
                }
                return nil
            }
            if let given { return given }
            try wait()
        }
    }

    /// Says that the demuxer will read `range` next, so that it is fetched with one request and not window by window.
    package func expect(_ range: Range<Int64>) throws(SourceError) {
        let size = try objectSize()
        try locked { (state: inout State) throws(SourceError) in
            try order(PlannedRange(range.clamped(to: 0..<size), .keyframe), &state)
        }
    }

    /// The object's size in bytes. Blocks until the first answer has come.
    package func objectSize() throws(SourceError) -> Int64 {
        while true {
            let size: Int64? = try locked { (state: inout State) throws(SourceError) -> Int64? in
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
        state.withLock { state in
            extendBoxes(&state)
            return state.boxes
        }
    }

    /// The version that all bytes are of as the source gives it; nil when the source does not tell.
    package var eTag: String? { state.withLock { $0.eTag } }

    package var trace: ReadTrace { state.withLock { $0.trace } }

    /// What ended reading, if anything did.
    package var failure: SourceError? { state.withLock { $0.failure } }

    private func wait() throws(SourceError) {
        let start = NIODeadline.now()
        let outcome = progress.wait(
            timeout: deadline == .distantFuture
                ? .distantFuture : DispatchTime(uptimeNanoseconds: deadline.uptimeNanoseconds))
        let waited = NIODeadline.now() - start
        state.withLock { $0.trace.waited += .nanoseconds(waited.nanoseconds) }
        if outcome == .timedOut {
            let error = SourceError(
                .deadlineExceeded, "the time ran out while bytes were waited for", isTransient: true)
            fail(error)
            throw error
        }
    }

    /// Typed throws do not pass through `withLock`'s generic closure in a way the compiler infers.
    private func locked<Result: Sendable>(
        _ body: (inout State) throws(SourceError) -> Result
    ) throws(SourceError) -> Result {
        try state.withLock { (state: inout sending State) throws(SourceError) -> sending Result in try body(&state) }
    }

    private func extendBoxes(_ state: inout State) {
        guard let size = state.objectSize else { return }
        state.boxes.extend(objectSize: size) { offset in
            state.cache.bytes(at: offset, count: Int(min(16, size - offset)))
        }
    }

    // MARK: Requests

    private func start(expectedSize: Int64?) {
        state.withLock { state in
            for planned in state.plan.first(expectedSize: expectedSize) { try? order(planned, &state) }
        }
    }

    /// Orders what of `planned` is neither here nor on its way.
    private func order(_ planned: PlannedRange, _ state: inout State) throws(SourceError) {
        for gap in state.cache.missing(in: planned.range) {
            let fetched = state.trace.requests.reduce(0) { $0 + Int64($1.range.count) }
            guard state.trace.requests.count < limits.requests, fetched + Int64(gap.count) <= limits.bytesFetched else {
                let error = SourceError(
                    .readLimitExceeded,
                    "the picture cannot be reached within \(limits.requests) requests and \(limits.bytesFetched) bytes")
                state.failure = state.failure ?? error
                throw error
            }
            let request = state.trace.begin(PlannedRange(gap, planned.reason))
            orders.yield(
                Order(
                    range: gap, reason: planned.reason, block: state.cache.begin(gap), request: request,
                    eTag: state.eTag))
        }
    }

    private func fetch(_ order: Order) async {
        do throws(SourceError) {
            let response = try await source.fetch(order.range, ifMatch: order.eTag, deadline: deadline)
            try accept(response, for: order)
            var received: Int64 = 0
            do {
                for try await chunk in response.body {
                    received += Int64(chunk.readableBytes)
                    state.withLock { state in
                        state.cache.append(chunk, to: order.block)
                        state.trace.received(chunk.readableBytes, by: order.request)
                    }
                    progress.signal()
                }
            } catch let error as SourceError {
                throw error
            } catch let error as S3Error {
                throw SourceError(error)
            } catch {
                throw SourceError(.s3(.connectionFailed), "\(error)", isTransient: true)
            }
            guard received == Int64(response.range.count) else {
                throw SourceError(
                    .s3(.connectionFailed), "the answer ended after \(received) of \(response.range.count) bytes",
                    isTransient: true)
            }
        } catch {
            // The object is smaller than was expected: the answer to the first request says how large it is.
            if !(order.reason == .tail && error.code == .s3(.rangeNotSatisfiable)) { fail(error) }
        }
        state.withLock { $0.cache.finish(order.block) }
        progress.signal()
    }

    /// Binds the reader to the version that the first answer is of, and checks that this one is what was asked for.
    private func accept(_ response: SourceResponse, for order: Order) throws(SourceError) {
        try locked { (state: inout State) throws(SourceError) in
            if let eTag = response.eTag, let known = state.eTag, eTag != known {
                throw SourceError(.sourceChanged, "the object was replaced while it was read", isTransient: true)
            }
            if let size = response.objectSize, let known = state.objectSize, size != known {
                throw SourceError(
                    .sourceChanged, "the object has \(size) bytes, not \(known): it was replaced", isTransient: true)
            }
            guard response.range.lowerBound == order.range.lowerBound,
                response.range.upperBound <= order.range.upperBound
            else {
                throw SourceError(
                    .s3(.invalidResponse), "asked for bytes \(order.range), the answer holds \(response.range)")
            }
            guard let size = state.objectSize ?? response.objectSize else {
                throw SourceError(.s3(.invalidResponse), "the answer does not tell the object's size")
            }
            state.eTag = state.eTag ?? response.eTag
            state.objectSize = size
            state.cache.truncate(order.block, to: response.range.upperBound)
        }
        progress.signal()
    }

    private func fail(_ error: SourceError) {
        state.withLock { if $0.failure == nil { $0.failure = error } }
        progress.signal()
    }
}
