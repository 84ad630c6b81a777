import NIOCore
import NIOHTTP1

/// Why S3 does not do what it was asked for.
struct Refusal: Error {
    let code: LoopbackS3.ErrorCode
    /// Further elements of the document, such as the key.
    var details: KeyValuePairs<String, String> = [:]

    /// S3's XML document.
    func response(requestID: String) -> S3Response {
        var xml = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<Error><Code>\(code.rawValue)</Code>"
        xml += "<Message>\(code.message)</Message>"
        for (name, value) in details { xml += "<\(name)>\(xmlEscaped(value))</\(name)>" }
        xml += "<RequestId>\(requestID)</RequestId><HostId>loopback</HostId></Error>"
        let body = ByteBuffer(string: xml)
        let headers: HTTPHeaders = ["content-type": "application/xml", "content-length": "\(body.readableBytes)"]
        return S3Response(status: code.httpStatus, headers: headers, body: .buffer(body))
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
