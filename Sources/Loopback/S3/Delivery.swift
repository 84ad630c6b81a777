/// What a request comes to on the wire: decided before anything is written, as the answer itself is.
struct Delivery: Sendable {
    /// What becomes of the connection after the last byte that is sent.
    enum End: Sendable, Equatable {
        /// HTTP's own way: it stays open, or is closed if the client wants it.
        case orderly
        /// Likewise, but the next request is lost.
        case dead
        /// FIN.
        case close
        /// RST.
        case reset
        /// It stays open, and nothing more is sent or read until the client hangs up.
        case silence
    }

    /// Nil when not even a head is sent.
    var response: S3Response?
    /// The body bytes to send; fewer than there are for an answer that is cut short.
    let bodyBytes: Int64
    /// Beyond the first-byte delay of the server's shape.
    let delay: Duration
    let end: End

    init(_ response: S3Response, upTo bytes: Int64 = .max, delay: Duration = .zero, then end: End = .orderly) {
        precondition(bytes >= 0 && delay >= .zero)
        self.response = response
        self.bodyBytes = min(bytes, response.body.count)
        self.delay = delay
        self.end = end
    }

    private init(unansweredThen end: End) {
        response = nil
        bodyBytes = 0
        delay = .zero
        self.end = end
    }

    /// No answer at all.
    static func nothing(then end: End) -> Delivery { Delivery(unansweredThen: end) }

    /// Whether the client gets an answer that it can tell to be over.
    var isComplete: Bool { response != nil && (end == .orderly || end == .dead) }
}
