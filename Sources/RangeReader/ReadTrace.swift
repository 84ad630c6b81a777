/// Every range request that was made for one object, in the order of their starts.
package struct ReadTrace: Sendable, Equatable {
    package struct Request: Sendable, Equatable {
        /// What was asked for, in bytes of the object; nil for a tail whose place no answer has told.
        package var range: Range<Int64>?
        package var reason: PlannedRange.Reason
        /// 1 for the first requests; one more than that of the last answer that had begun to arrive when it was sent.
        package var round: Int
        /// From the first request on.
        package var start: Duration
        /// From the first request on, when the head of its answer came; nil when none did.
        package var answer: Duration?
        /// From the first request on, when nothing more was expected of it; nil as long as it is on its way.
        package var end: Duration?
        /// Body bytes that arrived.
        package var bytesReceived: Int64 = 0
        /// Those of them that were read.
        package var bytesUsed: Int64 = 0
        /// 1, or more if it asks for what is missing after others for the same bytes failed.
        package var attempt = 1
        /// Sent beside another one for the same bytes, whose answer kept waiting.
        package var isHedge = false
        /// Why it brought less than was asked for, unless it was given up.
        package var error: SourceError.Code?

        fileprivate var order: Int

        fileprivate var received: Range<Int64>? {
            range.map { $0.lowerBound..<$0.lowerBound + bytesReceived }
        }
    }

    package private(set) var requests: [Request] = []
    /// How long the reading thread stood still because a byte was not there yet.
    package internal(set) var waited: Duration = .zero
    private var used = RangeSet<Int64>()
    /// The newest part of them, not among them yet: reading mostly goes on where it stopped.
    private var lastUsed: Range<Int64> = 0..<0

    /// Body bytes of all requests, whether anything read them or not.
    package var bytesReceived: Int64 { requests.reduce(0) { $0 + $1.bytesReceived } }

    /// How many times an answer had to be waited for before the next request could be sent.
    package var rounds: Int { requests.lazy.map(\.round).max() ?? 0 }

    package init() {}

    /// The requests of both, those of `next` with times and rounds that go on from here.
    package mutating func append(_ next: ReadTrace) {
        let (elapsed, rounds) = (requests.compactMap(\.end).max() ?? .zero, rounds)
        requests += next.requests.map { request in
            var request = request
            request.round += rounds
            request.start += elapsed
            request.answer? += elapsed
            request.end? += elapsed
            return request
        }
        waited += next.waited
    }

    /// Notes the start of a request and gives the number to report on it under.
    mutating func begin(
        order: Int, reason: PlannedRange.Reason, range: Range<Int64>?, attempt: Int = 1, isHedge: Bool = false,
        at time: Duration
    ) -> Int {
        let round = (requests.lazy.filter { $0.answer != nil }.map(\.round).max() ?? 0) + 1
        requests.append(
            Request(
                range: range, reason: reason, round: round, start: time, attempt: attempt, isHedge: isHedge,
                order: order))
        return requests.count - 1
    }

    func attempts(of order: Int) -> Int { requests.count { $0.order == order } }

    mutating func locate(order: Int, at range: Range<Int64>) {
        for index in requests.indices where requests[index].order == order && requests[index].range == nil {
            requests[index].range = range
        }
    }

    mutating func answered(_ request: Int, at time: Duration) { requests[request].answer = time }

    mutating func received(_ count: Int, by request: Int) { requests[request].bytesReceived += Int64(count) }

    /// What is said first counts: a request that was given up may still end in its own way.
    mutating func ended(_ request: Int, at time: Duration, error: SourceError.Code?) {
        guard requests[request].end == nil else { return }
        requests[request].end = time
        requests[request].error = error
    }

    mutating func use(_ range: Range<Int64>) {
        if range.lowerBound == lastUsed.upperBound {
            lastUsed = lastUsed.lowerBound..<range.upperBound
        } else {
            used.insert(contentsOf: lastUsed)
            lastUsed = range
        }
    }

    /// With ``Request/bytesUsed`` of each request.
    var withUse: ReadTrace {
        var trace = self
        let all = used.union(RangeSet(lastUsed))
        for index in requests.indices {
            guard let received = requests[index].received else { continue }
            trace.requests[index].bytesUsed = all.intersection(RangeSet(received)).ranges.reduce(0) {
                $0 + Int64($1.count)
            }
        }
        return trace
    }
}
