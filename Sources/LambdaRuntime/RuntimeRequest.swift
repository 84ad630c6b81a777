import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The four calls of Lambda's Runtime API, version 2018-06-01.
enum RuntimeRequest: Sendable, Equatable {
    case next
    case response(requestID: String, ByteBuffer)
    case error(requestID: String, FunctionError)
    case initError(FunctionError)

    /// `authority` is the host and port of the Runtime API.
    func head(authority: String) -> HTTPRequestHead {
        var headers: HTTPHeaders = ["host": authority, "user-agent": "video-thumbnail"]
        if let body {
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: "\(body.readableBytes)")
        }
        if let failure {
            // Anything else has no place in a header and would be refused as an injection.
            let errorType = failure.errorType.unicodeScalars.filter { (0x21...0x7e).contains($0.value) }
            headers.add(name: "lambda-runtime-function-error-type", value: String(String.UnicodeScalarView(errorType)))
        }
        return HTTPRequestHead(
            version: .http1_1, method: self == .next ? .GET : .POST, uri: "/2018-06-01/runtime/" + path,
            headers: headers)
    }

    var body: ByteBuffer? {
        if case .response(_, let body) = self { return body }
        return failure.map { ByteBuffer(bytes: ErrorReport($0).json) }
    }

    private var path: String {
        switch self {
        case .next: "invocation/next"
        case .response(let requestID, _): "invocation/\(requestID)/response"
        case .error(let requestID, _): "invocation/\(requestID)/error"
        case .initError: "init/error"
        }
    }

    private var failure: FunctionError? {
        switch self {
        case .next, .response: nil
        case .error(_, let failure), .initError(let failure): failure
        }
    }
}

/// The body that Lambda gives to whoever invoked the function.
private struct ErrorReport: Encodable {
    let errorMessage: String
    let errorType: String
    let stackTrace: [String] = []

    init(_ failure: FunctionError) {
        errorMessage = failure.message
        errorType = failure.errorType
    }

    var json: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings always encode.
        return (try? encoder.encode(self)) ?? Data("{}".utf8)
    }
}
