/// Why a request is not answered with an upload.
struct RequestError: Error, Equatable {
    enum Code: String {
        case badRequest, notFound, methodNotAllowed, unsupportedMediaType, credentialsExpired

        var status: Int {
            switch self {
            case .badRequest: 400
            case .notFound: 404
            case .methodNotAllowed: 405
            case .unsupportedMediaType: 415
            case .credentialsExpired: 503
            }
        }
    }

    var code: Code
    /// For people.
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
