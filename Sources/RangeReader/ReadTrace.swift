/// Every range request that was made for one object, in the order of their starts.
package struct ReadTrace: Sendable, Equatable {
    package struct Request: Sendable, Equatable {
        /// What was asked for, in bytes of the object.
        package var range: Range<Int64>
        package var reason: PlannedRange.Reason
        /// Body bytes that arrived.
        package var bytesReceived: Int64 = 0
    }

    package private(set) var requests: [Request] = []
    /// How long the reading thread stood still because a byte was not there yet.
    package var waited: Duration = .zero

    /// Body bytes of all requests, whether anything read them or not.
    package var bytesReceived: Int64 { requests.reduce(0) { $0 + $1.bytesReceived } }

    package init() {}

    /// Notes the start of a request and gives the number to report its bytes under.
    mutating func begin(_ planned: PlannedRange) -> Int {
        requests.append(Request(range: planned.range, reason: planned.reason))
        return requests.count - 1
    }

    mutating func received(_ count: Int, by request: Int) {
        requests[request].bytesReceived += Int64(count)
    }
}
