import FoundationEssentials
import NIOCore
import NIOHTTP1

/// An event on its way to a function and back.
struct PendingEvent: Sendable {
    let requestID: String
    let payload: ByteBuffer
    let deadline: Date
    let functionARN: String
    let traceID: String?
    let answer = Latch<LoopbackRuntimeAPI.Invocation>()

    /// The headers of the answer to `next`.
    var headers: HTTPHeaders {
        var headers: HTTPHeaders = [
            "content-type": "application/json",
            "content-length": "\(payload.readableBytes)",
            "lambda-runtime-aws-request-id": requestID,
            "lambda-runtime-deadline-ms": "\(Int64(deadline.timeIntervalSince1970 * 1000))",
            "lambda-runtime-invoked-function-arn": functionARN,
        ]
        if let traceID { headers.add(name: "lambda-runtime-trace-id", value: traceID) }
        return headers
    }
}
