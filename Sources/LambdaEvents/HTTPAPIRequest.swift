import FoundationEssentials

/// A request of API Gateway's HTTP API or of a Lambda function URL: payload format 2.0.
package struct HTTPAPIRequest: Sendable, Equatable {
    package var method: String
    /// Percent-encoded, without the stage that API Gateway puts in front of it.
    package var path: String
    /// In the order of the URL; decoded.
    package var query: [(name: String, value: String)]

    package init(method: String, path: String, query: [(name: String, value: String)] = []) {
        self.method = method
        self.path = path
        self.query = query
    }

    /// Reads an event. Unknown fields are ignored.
    package static func decode(_ event: some Sequence<UInt8>) throws(EventError) -> HTTPAPIRequest {
        do {
            return try HTTPAPIRequest(JSONDecoder().decode(Envelope.self, from: Data(event)))
        } catch let error as EventError {
            throw error
        } catch let error as DecodingError {
            throw EventError(error)
        } catch {
            throw EventError(code: .invalidJSON, message: "\(error)")
        }
    }

    /// The first value of that name; nil without one.
    package func value(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    package static func == (left: HTTPAPIRequest, right: HTTPAPIRequest) -> Bool {
        left.method == right.method && left.path == right.path && left.query.elementsEqual(right.query, by: ==)
    }

    private init(_ envelope: Envelope) throws(EventError) {
        guard envelope.version == "2.0", let context = envelope.requestContext, let http = context.http else {
            throw EventError(code: .unknownEvent, message: "the event is no HTTP request of payload format 2.0")
        }
        method = http.method
        path = envelope.rawPath ?? http.path ?? "/"
        if let stage = context.stage, path == "/\(stage)" || path.hasPrefix("/\(stage)/") {
            path = String(path.dropFirst(stage.utf8.count + 1))
        }
        if path.isEmpty { path = "/" }
        query = []
        for pair in (envelope.rawQueryString ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = formDecoded(parts[0]), let value = formDecoded(parts.count > 1 ? parts[1] : "") else {
                throw EventError(code: .invalidQuery, message: "the query is not form-encoded UTF-8: \(pair)")
            }
            query.append((name, value))
        }
    }
}

/// The fields of a request that are read.
private struct Envelope: Decodable {
    struct Context: Decodable {
        struct HTTP: Decodable {
            let method: String
            let path: String?
        }
        let http: HTTP?
        let stage: String?
    }
    let version: String?
    let rawPath: String?
    let rawQueryString: String?
    let requestContext: Context?
}
