import NIOHTTP1

/// The four calls of the Runtime API.
enum RuntimeAPICall: Sendable, Equatable {
    case next
    case response(requestID: String)
    case error(requestID: String)
    case initError

    init?(method: HTTPMethod, uri: String) {
        let steps = uri.split(separator: "/")
        guard steps.starts(with: ["2018-06-01", "runtime"]) else { return nil }
        let call = steps.dropFirst(2)
        switch (method, call.first, call.last, call.count) {
        case (.GET, "invocation", "next", 2): self = .next
        case (.POST, "invocation", "response", 3): self = .response(requestID: String(call[3]))
        case (.POST, "invocation", "error", 3): self = .error(requestID: String(call[3]))
        case (.POST, "init", "error", 2): self = .initError
        default: return nil
        }
    }
}
