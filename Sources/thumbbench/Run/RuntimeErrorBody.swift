import FoundationEssentials

/// What a function posts to the Runtime API's `error` and `init/error`.
struct RuntimeErrorBody: Decodable {
    var errorType: String?
    var errorMessage: String?

    init?(_ body: [UInt8]) {
        guard let error = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
        self = error
    }
}
