/// The normal form of a request that both sides hash; "Task 1" of AWS's SigV4 documentation.
struct CanonicalRequest {
    /// The names of the headers that the signature covers, lower-case, sorted, joined by semicolons.
    let signedHeaders: String
    let text: String

    /// - Parameter isPresigned: its maker chose the headers for whoever sends it, so the body's length counts if it is there.
    init(_ request: UnsignedRequest, payload: PayloadHash, isPresigned: Bool = false) {
        let unsigned = isPresigned ? Self.unsigned : Self.unsigned.union(["content-length"])
        let headers = Self.canonicalHeaders(request.headers, without: unsigned)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        text = """
            \(request.method)
            \(request.encodedPath)
            \(request.encodedQuery)
            \(headers.map { "\($0.name):\($0.value)\n" }.joined())
            \(signedHeaders)
            \(payload.headerValue)
            """
    }

    /// Lower-case names in order, one of each, their values joined by commas in the order in which they were given.
    private static func canonicalHeaders(
        _ headers: [(name: String, value: String)], without unsigned: Set<String>
    ) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            guard !unsigned.contains(name) else { continue }
            values[name, default: []].append(collapsingSpaces(value))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    /// Headers that proxies or the HTTP client may add or change, and the one that carries the signature.
    private static let unsigned: Set<String> = [
        "authorization", "expect", "user-agent", "x-amzn-trace-id",
    ]

    /// Trims the value and turns every run of spaces in it into one.
    private static func collapsingSpaces(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}
