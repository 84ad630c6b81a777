extension LoopbackS3 {
    /// One way in which a request to S3 can go wrong.
    ///
    /// Counts of bytes are of the body. An answer whose body is not longer than that leaves in full, and only then does
    /// the connection fail. A fault that alters what a request does not have, as ``ignoreRange`` one without a range,
    /// alters nothing.
    package enum Fault: Sendable, Hashable {
        /// S3 refuses the request, which has no effect. `retryAfter` is a header's value, in seconds.
        case error(ErrorCode, retryAfter: Int? = nil)
        /// 502 with a page of a proxy's, no document of S3's. The request has no effect.
        case badGateway(retryAfter: Int? = nil)
        /// 504, likewise.
        case gatewayTimeout(retryAfter: Int? = nil)

        /// RST instead of an answer. The request has no effect.
        case resetBeforeAnswer
        /// RST instead of an answer to a request that S3 has carried out: a PUT's object is stored.
        case lostAnswer
        /// The answer ends with RST. What the client's kernel has not got by then never arrives.
        case reset(afterBytes: Int64)
        /// The answer ends with FIN, as if it were all.
        case close(afterBytes: Int64)
        /// After so many bytes nothing follows, until the client hangs up.
        case stall(afterBytes: Int64)
        /// Nothing is answered at all, until the client hangs up. The request has no effect.
        case hang
        /// The first byte comes so much later than the server's shape says.
        case slowFirstByte(Duration)
        /// The answer is in order. The next request on the connection is lost: RST, and it has no effect.
        case deadKeepAlive

        /// 200 with the whole object instead of the range asked for.
        case ignoreRange
        /// 206 with another range than the one asked for, in the header as in the body.
        case wrongRange
    }
}

extension LoopbackS3.Fault {
    /// One of each kind that a second try gets over. The bodies break after 1,000 bytes.
    package static let transient: [LoopbackS3.Fault] = [
        .error(.internalError), .error(.serviceUnavailable), .error(.slowDown), .error(.slowDown, retryAfter: 0),
        .error(.requestTimeout), .error(.tooManyRequests), .badGateway(), .gatewayTimeout(), .resetBeforeAnswer,
        .lostAnswer, .reset(afterBytes: 1000), .close(afterBytes: 1000), .stall(afterBytes: 1000), .hang,
        .slowFirstByte(.milliseconds(200)), .deadKeepAlive,
    ]

    /// Whether a request is such that this fault makes a difference to it.
    func applies(to request: FaultPlan.Request) -> Bool {
        switch self {
        case .lostAnswer: request.method == "PUT"
        case .reset, .close, .stall: request.method == "GET"
        case .ignoreRange, .wrongRange: request.method == "GET" && request.range != nil
        default: true
        }
    }
}
