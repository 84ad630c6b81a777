import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request and its answer, for what the tests ask of real servers.
package struct HTTPExchange: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]

    /// Sends a request and collects up to 64 MiB of the answer.
    package static func send(
        _ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil,
        limit: Duration = .seconds(60)
    ) async throws -> HTTPExchange {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: TimeAmount(limit))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return HTTPExchange(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.lowercased(), $1) }) { first, _ in first },
            body: Array(bytes.readableBytesView))
    }

    /// Whether anything answers at `url` at once.
    static func answers(_ url: String) async -> Bool {
        (try? await send("GET", url, limit: .milliseconds(500))) != nil
    }
}
