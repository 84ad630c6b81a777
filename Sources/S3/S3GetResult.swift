import NIOHTTP1

/// The answer to a GET: its head, and a body that is still to be read.
package struct S3GetResult: Sendable {
    /// 206 for the range that was asked for, cut off at the object's end; 200 for the whole object.
    ///
    /// A server that knows no ranges answers 200 to a ranged request: then the body begins at the object's first byte.
    package var status: Int
    /// Which bytes the body holds; present with 206 only.
    package var contentRange: ContentRange?
    package var object: S3ObjectMetadata
    package var body: S3Body

    package var contentLength: Int64? { object.contentLength }
    package var eTag: String? { object.eTag }
    package var contentType: String? { object.contentType }
    package var metadata: [String: String] { object.metadata }

    /// Reads the head of a successful answer. Throws `invalidResponse` for an answer to another question than `asked`.
    init(status: Int, headers: HTTPHeaders, asked: RequestedRange?, body: S3Body) throws(S3Error) {
        self.status = status
        self.contentRange = try Self.contentRange(status: status, headers: headers, asked: asked)
        self.object = S3ObjectMetadata(headers: headers)
        self.body = body
    }

    /// The range that a partial answer holds: the one asked for, or its part before the object's end. Nil for a whole object.
    static func contentRange(
        status: Int, headers: HTTPHeaders, asked: RequestedRange?
    ) throws(S3Error) -> ContentRange? {
        guard status != 200 else { return nil }
        let length = headers.first(name: "content-length").flatMap { Int64($0) }
        guard status == 206, let asked, let got = headers.first(name: "content-range").flatMap({ ContentRange($0) }),
            // Where the server does not tell the size, the answer is believed to end with the object.
            asked.satisfied(objectSize: got.total ?? got.range.upperBound) == got.range,
            length == nil || length == Int64(got.range.count)
        else {
            throw S3Error(.invalidResponse, "the answer does not fit the range asked for", httpStatus: status)
        }
        return got
    }
}
