import FoundationEssentials
import LambdaEvents

/// The line that the function logs about a part of an event that names no object: the others have a ``ThumbnailLog``.
struct EventLog: Encodable {
    private var timestamp = Date().ISO8601Format(.init(includingFractionalSeconds: true))
    private var level = "ERROR"
    private var message = "event"
    private var requestId: String
    /// Of SQS the message's, of S3 Batch Operations the task's.
    private var item: String
    private var result: String
    private var reason: String
    private var transient: Bool

    init(requestID: String, item: String, _ error: EventError) {
        requestId = requestID
        self.item = item
        result = error.code.rawValue
        reason = error.message
        transient = error.isTransient
    }
}
