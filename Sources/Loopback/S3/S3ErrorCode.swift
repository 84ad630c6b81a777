import NIOHTTP1

extension LoopbackS3 {
    /// The errors that this S3 knows, by the codes of S3's documents.
    package enum ErrorCode: String, Sendable, CaseIterable {
        case accessDenied = "AccessDenied"
        case internalError = "InternalError"
        case invalidRange = "InvalidRange"
        case invalidURI = "InvalidURI"
        case noSuchBucket = "NoSuchBucket"
        case noSuchKey = "NoSuchKey"
        case notImplemented = "NotImplemented"
        case preconditionFailed = "PreconditionFailed"
        case requestTimeout = "RequestTimeout"
        case requestTimeTooSkewed = "RequestTimeTooSkewed"
        case serviceUnavailable = "ServiceUnavailable"
        case slowDown = "SlowDown"
        /// Not one of AWS's own: other S3 servers throttle with it.
        case tooManyRequests = "TooManyRequests"

        package var status: Int { Int(httpStatus.code) }

        var httpStatus: HTTPResponseStatus {
            switch self {
            case .invalidURI, .requestTimeout: .badRequest
            case .accessDenied, .requestTimeTooSkewed: .forbidden
            case .noSuchKey, .noSuchBucket: .notFound
            case .preconditionFailed: .preconditionFailed
            case .invalidRange: .rangeNotSatisfiable
            case .tooManyRequests: .tooManyRequests
            case .internalError: .internalServerError
            case .notImplemented: .notImplemented
            case .serviceUnavailable, .slowDown: .serviceUnavailable
            }
        }

        var message: String {
            switch self {
            case .accessDenied: "Access Denied"
            case .internalError: "We encountered an internal error. Please try again."
            case .invalidRange: "The requested range is not satisfiable"
            case .invalidURI: "Couldn't parse the specified URI."
            case .noSuchBucket: "The specified bucket does not exist"
            case .noSuchKey: "The specified key does not exist."
            case .notImplemented: "A header you provided implies functionality that is not implemented"
            case .preconditionFailed: "At least one of the pre-conditions you specified did not hold"
            case .requestTimeout:
                "Your socket connection to the server was not read from or written to within the timeout period."
            case .requestTimeTooSkewed:
                "The difference between the request time and the server's time is too large."
            case .serviceUnavailable: "Service is unable to handle request."
            case .slowDown: "Please reduce your request rate."
            case .tooManyRequests: "Too many requests"
            }
        }
    }
}
