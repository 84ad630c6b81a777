import NIOCore
import NIOHTTP1

/// What to answer: decided before anything is written, so that it can be tested, or replaced, as a value.
struct S3Response: Sendable {
    var status: HTTPResponseStatus
    /// With content-length, also where the body is left out (HEAD).
    var headers: HTTPHeaders
    var body: StoredBody
}

extension S3Response {
    /// What a proxy in front of S3 says when S3 does not answer it: a page for people, and nothing of S3's.
    static func gatewayError(_ status: HTTPResponseStatus, method: HTTPMethod) -> S3Response {
        let title = "\(status.code) \(status.reasonPhrase)"
        let page = ByteBuffer(
            string: "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n")
        return S3Response(
            status: status, headers: ["content-type": "text/html", "content-length": "\(page.readableBytes)"],
            body: method == .HEAD ? .empty : .buffer(page))
    }

    /// The same answer with the time to wait before the next try, in seconds, if there is one.
    func retrying(after seconds: Int?) -> S3Response {
        guard let seconds else { return self }
        var response = self
        response.headers.add(name: "retry-after", value: "\(seconds)")
        return response
    }
}
