/// The answer to an ``HTTPAPIRequest``; as JSON, what API Gateway and function URLs take.
package struct HTTPAPIResponse: Encodable, Sendable, Equatable {
    package var statusCode: Int
    /// Names in lower case.
    package var headers: [String: String]
    /// Text.
    package var body: String
    package var isBase64Encoded = false

    package init(statusCode: Int, headers: [String: String] = [:], body: String) {
        self.statusCode = statusCode
        self.headers = headers
        self.body = body
    }
}
