import NIOCore
import S3

/// All of a reader that needs neither thread nor socket: what has been asked for, what has come of it, and what to ask
/// for next.
struct ReadState: Sendable {
    /// A part of the object that is being fetched, by one request or, after failures, by several.
    struct Order: Sendable, Hashable { fileprivate var number: Int }

    /// One request to make.
    struct Request: Sendable {
        var range: RequestedRange
        /// The version that the answer must be of, as soon as one is known.
        var eTag: String?
        /// In the trace.
        var number: Int
        var attempt: Int
    }

    /// What is known of an order.
    private struct Progress {
        var reason: PlannedRange.Reason
        /// Nil for a tail as long as the object's size is not known.
        var block: BlockCache.BlockID?
        /// In the trace, as long as nobody has made it.
        var firstRequest: Int?
        /// Bytes of the answer to pass over, as they are there already.
        var surplus = 0
        /// What lies before this was expected while it was on its way; nil if nothing was.
        var expectedEnd: Int64?
    }

    private(set) var cache: BlockCache
    private var plan: PrefetchPlan
    private let limits: ReadLimits
    private(set) var boxes = TopLevelBoxes()
    private(set) var trace = ReadTrace()
    private(set) var objectSize: Int64?
    private(set) var eTag: String?
    private(set) var contentType: String?
    private(set) var failure: SourceError?
    private var progress: [Order: Progress] = [:]
    private var orders = 0
    /// So many bytes of the object's end are being fetched, by this order.
    private var tail: (order: Order, count: Int64)?
    /// Body bytes asked for, each counted once.
    private var bytesOrdered: Int64 = 0
    /// Orders that nobody has begun to fetch.
    private var waiting: [Order] = []

    init(limits: ReadLimits, windows: PrefetchWindows) {
        self.limits = limits
        cache = BlockCache(limit: limits.bytesCached)
        plan = PrefetchPlan(windows: windows)
    }

    // MARK: Asking

    /// Times are from the first request on.
    mutating func start(expectedSize: Int64?) {
        let first = plan.first(expectedSize: expectedSize)
        do throws(SourceError) {
            try order(PlannedRange(first.head, .head), at: .zero)
            guard let count = first.tail else { return }
            try charge(count)
            tail = (newOrder(.tail, range: nil, at: .zero), count)
        } catch {
            fail(error)
        }
    }

    /// Orders what holds the byte at `offset`, unless it is here or on its way.
    mutating func want(at offset: Int64, count: Int, objectSize: Int64, at time: Duration) throws(SourceError) {
        if let failure { throw failure }
        guard case .missing = cache.lookup(offset) else { return }
        extendBoxes()
        let planned = plan.next(at: offset, count: count, objectSize: objectSize, boxes: boxes)
        try expect([planned.range], as: planned.reason, at: time)
    }

    /// Orders what of `ranges` is neither here nor on its way.
    mutating func expect(
        _ ranges: [Range<Int64>], as reason: PlannedRange.Reason, at time: Duration
    ) throws(SourceError) {
        let before = orders
        for range in ranges {
            noteExpected(range)
            for gap in cache.missing(in: range) {
                for part in reason == .index ? plan.parts(of: gap) : [gap] {
                    try order(PlannedRange(part, reason), at: time)
                }
            }
        }
        // Who goes elsewhere is done with the ends, but for what he said he would read of them.
        if orders > before { giveUpEnds(head: 0, tail: 0) }
    }

    private mutating func noteExpected(_ range: Range<Int64>) {
        for (order, known) in progress {
            guard let block = known.block, cache.outstanding(block)?.overlaps(range) == true else { continue }
            progress[order]?.expectedEnd = max(known.expectedEnd ?? 0, range.upperBound)
        }
    }

    private mutating func order(_ planned: PlannedRange, at time: Duration) throws(SourceError) {
        try charge(Int64(planned.range.count))
        _ = newOrder(planned.reason, range: planned.range, at: time)
    }

    private mutating func charge(_ count: Int64) throws(SourceError) {
        guard bytesOrdered + count <= limits.bytesFetched else { throw exceedLimit() }
        try chargeRequest()
        bytesOrdered += count
    }

    private mutating func chargeRequest() throws(SourceError) {
        guard trace.requests.count < limits.requests else { throw exceedLimit() }
    }

    private mutating func exceedLimit() -> SourceError {
        let error = SourceError(
            .readLimitExceeded,
            "the picture cannot be reached within \(limits.requests) requests and \(limits.bytesFetched) bytes")
        fail(error)
        return error
    }

    private mutating func newOrder(_ reason: PlannedRange.Reason, range: Range<Int64>?, at time: Duration) -> Order {
        orders += 1
        progress[Order(number: orders)] = Progress(
            reason: reason, block: range.map { cache.begin($0) },
            firstRequest: trace.begin(order: orders, reason: reason, range: range, at: time))
        waiting.append(Order(number: orders))
        return Order(number: orders)
    }

    /// The orders that are to be fetched from now on.
    mutating func takeOrders() -> [Order] {
        defer { waiting = [] }
        return waiting
    }

    // MARK: Fetching

    /// The next request for an order; nil when nothing is left to ask for.
    mutating func request(for order: Order, at time: Duration) throws(SourceError) -> Request? {
        guard let known = progress[order], let (asked, range) = outstanding(of: order) else { return nil }
        if let number = known.firstRequest {
            progress[order]?.firstRequest = nil
            return Request(range: asked, eTag: eTag, number: number, attempt: 1)
        }
        try chargeRequest()
        let attempt = trace.attempts(of: order.number) + 1
        let number = trace.begin(
            order: order.number, reason: known.reason, range: range, attempt: attempt, at: time)
        return Request(range: asked, eTag: eTag, number: number, attempt: attempt)
    }

    /// A second request for what another one asks for; nil when the limit does not allow it.
    mutating func hedge(_ request: Request, for order: Order, at time: Duration) -> Request? {
        guard let reason = progress[order]?.reason, trace.requests.count < limits.requests else { return nil }
        var hedge = request
        hedge.number = trace.begin(
            order: order.number, reason: reason, range: outstanding(of: order)?.range, attempt: request.attempt,
            isHedge: true, at: time)
        return hedge
    }

    private func outstanding(of order: Order) -> (asked: RequestedRange, range: Range<Int64>?)? {
        if let block = progress[order]?.block {
            guard let rest = cache.outstanding(block), !rest.isEmpty else { return nil }
            return (.bytes(rest), rest)
        }
        guard let tail, tail.order == order else { return nil }
        return (.last(tail.count), nil)
    }

    /// Binds the reader to the version that the first answer is of, and checks that this one is what was asked for.
    ///
    /// - Returns: Whether the body is of any use.
    mutating func accept(
        _ response: SourceResponse, to asked: RequestedRange, for order: Order
    ) throws(SourceError) -> Bool {
        if let new = response.eTag, let eTag, new != eTag {
            throw SourceError(.sourceChanged, "the object was replaced while it was read", isTransient: true)
        }
        if let size = response.objectSize, let objectSize, size != objectSize {
            throw SourceError(
                .sourceChanged, "the object has \(size) bytes, not \(objectSize): it was replaced", isTransient: true)
        }
        guard let size = objectSize ?? response.objectSize else {
            throw SourceError(.s3(.invalidResponse), "the answer does not tell the object's size")
        }
        guard response.range == asked.satisfied(objectSize: size) else {
            throw SourceError(
                .s3(.invalidResponse), "asked for \(asked.header ?? ""), the answer holds \(response.range)")
        }
        eTag = eTag ?? response.eTag
        contentType = contentType ?? response.contentType
        learn(size)
        guard let block = progress[order]?.block, let rest = cache.outstanding(block), !rest.isEmpty else {
            return false
        }
        progress[order]?.surplus = Int(max(rest.lowerBound - response.range.lowerBound, 0))
        return true
    }

    /// What follows from the object's size: where the head ends and where the tail lies.
    private mutating func learn(_ size: Int64) {
        guard objectSize == nil else { return }
        objectSize = size
        for block in progress.values.compactMap(\.block) { cache.truncate(block, to: size) }
        guard let tail else { return }
        let range = max(size - tail.count, 0)..<size
        // The head's beginning is asked for as well.
        guard let rest = cache.missing(in: range).last else { return }
        progress[tail.order]?.block = cache.begin(rest)
        trace.locate(order: tail.order.number, at: range)
    }

    /// Takes in the next bytes of an answer.
    ///
    /// - Returns: Whether what follows is of any use.
    mutating func append(_ chunk: ByteBuffer, for order: Order, request: Int) -> Bool {
        guard let known = progress[order], let block = known.block else { return false }
        trace.received(chunk.readableBytes, by: request)
        var bytes = chunk
        let passed = min(known.surplus, bytes.readableBytes)
        bytes.moveReaderIndex(forwardBy: passed)
        progress[order]?.surplus -= passed
        cache.append(bytes, to: block)
        if known.reason == .head { lookAtHead() }
        return cache.outstanding(block)?.isEmpty == false
    }

    /// Whether all of an order has come that is of use.
    func isComplete(_ order: Order) -> Bool {
        guard let block = progress[order]?.block else { return true }
        return cache.outstanding(block)?.isEmpty ?? true
    }

    /// No more comes of an order. What is missing of it may be asked for anew.
    mutating func end(_ order: Order) {
        if let block = progress[order]?.block { cache.finish(block) }
        progress[order] = nil
    }

    /// Whether an order was a guess: if it is needed after all, it is ordered anew.
    func isGuess(_ order: Order) -> Bool { progress[order]?.reason == .tail }

    mutating func fail(_ error: SourceError) { failure = failure ?? error }

    // MARK: What is of no use any more

    private mutating func lookAtHead() {
        extendBoxes()
        guard let head = progress.values.first(where: { $0.reason == .head })?.block,
            let rest = cache.outstanding(head)
        else { return }
        let end = plan.usefulEnd(ofHead: 0..<rest.upperBound, boxes: boxes)
        giveUpEnds(head: end, tail: plan.needsTail(boxes: boxes) ? .max : 0)
    }

    /// Gives up what of head and tail lies after these offsets and was not expected, where it is worth it.
    private mutating func giveUpEnds(head: Int64, tail: Int64) {
        for order in progress.values {
            guard let end = order.reason == .head ? head : order.reason == .tail ? tail : nil,
                let block = order.block, let rest = cache.outstanding(block)
            else { continue }
            let needed = max(rest.lowerBound, end, order.expectedEnd ?? 0)
            if rest.upperBound - needed > plan.windows.worthGivingUp { cache.truncate(block, to: needed) }
        }
    }

    // MARK: Reading

    /// Lends the cached bytes from `offset` on, at most `count` of them and possibly fewer; nil when that byte is not here.
    mutating func withBytes<Result>(at offset: Int64, upTo count: Int, _ body: (RawSpan) -> Result) -> Result? {
        cache.withBytes(at: offset, upTo: count) { bytes in
            trace.use(offset..<offset + Int64(bytes.byteCount))
            return body(bytes)
        }
    }

    mutating func extendBoxes() {
        guard let objectSize else { return }
        boxes.extend(objectSize: objectSize) { offset in
            cache.bytes(at: offset, count: Int(min(16, objectSize - offset)))
        }
    }

    // MARK: What is noted down

    mutating func waited(_ duration: Duration) { trace.waited += duration }

    mutating func answered(_ request: Int, at time: Duration) { trace.answered(request, at: time) }

    mutating func ended(_ request: Int, at time: Duration, error: SourceError.Code?) {
        trace.ended(request, at: time, error: error)
    }
}
