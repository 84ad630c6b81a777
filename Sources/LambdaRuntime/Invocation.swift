import FoundationEssentials
import NIOCore
import NIOHTTP1

/// An event with its context.
struct Invocation: Sendable, Equatable {
    /// Lambda takes synchronous events up to 6 MB. Its emulator cuts off what is beyond this many bytes, silently.
    static let maximumEvent = 6 * 1024 * 1024 + 100

    var event: ByteBuffer
    var context: LambdaContext

    /// Reads the answer to `next`. Nil without a request identifier, without which nobody can be answered.
    init?(_ response: RuntimeResponse) {
        func header(_ name: String) -> String? { response.headers.first(name: "lambda-runtime-" + name) }
        guard let requestID = header("aws-request-id"), !requestID.isEmpty else { return nil }
        event = response.body
        context = LambdaContext(
            requestID: requestID,
            deadline: header("deadline-ms").flatMap(Double.init)
                .map { Date(timeIntervalSince1970: $0 / 1000) } ?? .distantFuture,
            traceID: header("trace-id"), invokedFunctionARN: header("invoked-function-arn"))
    }

    /// Whether the event is as long as an event can get and ends in the middle of its JSON.
    func isTruncated(at limit: Int) -> Bool {
        event.readableBytes >= limit && endsInsideJSON(event.readableBytesUInt8Span)
    }
}

/// Whether a JSON document ends before its last bracket or within a string. Brackets need not match: this tells a
/// document that was cut off from a whole one, not a valid one from another.
func endsInsideJSON(_ bytes: Span<UInt8>) -> Bool {
    var depth = 0
    var inString = false
    var escaped = false
    for index in bytes.indices {
        let byte = bytes[index]
        if escaped {
            escaped = false
        } else if inString {
            if byte == UInt8(ascii: "\\") { escaped = true }
            if byte == UInt8(ascii: "\"") { inString = false }
        } else {
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
    }
    return inString || depth > 0
}
