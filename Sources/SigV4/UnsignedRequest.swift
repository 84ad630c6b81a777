/// A request as its maker means it: nothing is percent-encoded, sorted or signed yet.
///
/// What goes on the wire is ``target``. It is made by the same code as the canonical request, so the bytes that are sent
/// are the bytes that were signed.
package struct UnsignedRequest: Sendable {
    package var method: String
    /// Begins with a slash; raw, so a `%` in it is a literal percent sign. Encoded once, as S3 alone wants it, and never
    /// normalised: `//`, `.` and `..` are parts of a key like any other.
    package var path: String
    /// Raw names and values.
    package var query: [(name: String, value: String)]
    /// Must hold `host`. Names in any case.
    package var headers: [(name: String, value: String)]

    package init(
        method: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }

    /// The request target of HTTP's request line: the encoded path, and the encoded query if there is one.
    package var target: String {
        query.isEmpty ? encodedPath : encodedPath + "?" + encodedQuery
    }

    /// The path, percent-encoded once.
    package var encodedPath: String {
        PercentEncoding.path(path)
    }

    /// The query without its question mark, percent-encoded and in canonical order: by name, then by value.
    package var encodedQuery: String {
        query
            .map { (PercentEncoding.component($0.name), PercentEncoding.component($0.value)) }
            .sorted { $0 < $1 }
            .map { name, value in name + "=" + value }
            .joined(separator: "&")
    }
}
