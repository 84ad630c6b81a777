import NIOCore
import NIOHTTP1

/// What to answer: decided before anything is written, so that it can be tested, or replaced, as a value.
struct S3Response: Sendable {
    var status: HTTPResponseStatus
    /// With content-length, also where the body is left out (HEAD).
    var headers: HTTPHeaders
    var body: StoredBody
}

/// The errors of S3 that this one knows.
enum S3Fault: String {
    case noSuchKey = "NoSuchKey"
    case noSuchBucket = "NoSuchBucket"
    case preconditionFailed = "PreconditionFailed"
    case invalidRange = "InvalidRange"
    case invalidURI = "InvalidURI"
    case notImplemented = "NotImplemented"

    var status: HTTPResponseStatus {
        switch self {
        case .noSuchKey, .noSuchBucket: .notFound
        case .preconditionFailed: .preconditionFailed
        case .invalidRange: .rangeNotSatisfiable
        case .invalidURI: .badRequest
        case .notImplemented: .notImplemented
        }
    }

    var message: String {
        switch self {
        case .noSuchKey: "The specified key does not exist."
        case .noSuchBucket: "The specified bucket does not exist"
        case .preconditionFailed: "At least one of the pre-conditions you specified did not hold"
        case .invalidRange: "The requested range is not satisfiable"
        case .invalidURI: "Couldn't parse the specified URI."
        case .notImplemented: "A header you provided implies functionality that is not implemented"
        }
    }

    /// S3's XML document. `details` are its further elements, such as the key.
    func response(details: KeyValuePairs<String, String>, requestID: String) -> S3Response {
        var xml = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<Error><Code>\(rawValue)</Code>"
        xml += "<Message>\(message)</Message>"
        for (name, value) in details { xml += "<\(name)>\(xmlEscaped(value))</\(name)>" }
        xml += "<RequestId>\(requestID)</RequestId><HostId>loopback</HostId></Error>"
        let body = ByteBuffer(string: xml)
        let headers: HTTPHeaders = ["content-type": "application/xml", "content-length": "\(body.readableBytes)"]
        return S3Response(status: status, headers: headers, body: .buffer(body))
    }
}

private func xmlEscaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\u{0}"..<"\u{20}", "\"", "'": escaped += "&#\(scalar.value);"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
