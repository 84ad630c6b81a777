import FoundationEssentials

extension S3Error {
    /// Reads an answer that is not a success.
    ///
    /// - Parameters:
    ///   - headers: looks a header up by its lower-case name.
    ///   - body: the beginning of the body; empty after a HEAD, where the status has to say it all.
    ///   - region: the one that the request was signed for.
    package init(status: Int, headers: (String) -> String?, body: String, region: String) {
        let document = S3ErrorDocument(xml: body)
        let home = headers("x-amz-bucket-region") ?? document.region
        let isElsewhere = home != nil && home != region
        let code: Code =
            if let named = document.code.flatMap({ Code(s3Code: $0, isElsewhere: isElsewhere) }) {
                named
            } else if headers("x-amz-delete-marker") == "true" {
                .noSuchKey
            } else if status == 400 && isElsewhere {
                .wrongRegion
            } else {
                Code(status: status)
            }
        let said = [document.code, document.message].compactMap(\.self).joined(separator: ": ")
        let message = said.isEmpty ? "S3 answered with status \(status)" : said
        self.init(
            code,
            String(message.prefix(500)) + (code == .wrongRegion ? home.map { " (bucket region: \($0))" } ?? "" : ""),
            httpStatus: status,
            requestID: headers("x-amz-request-id") ?? document.requestID)
        serverDate = headers("date").flatMap(HTTPDate.parse)
        retryAfter = headers("retry-after").flatMap { Self.retryAfter($0, serverDate: serverDate) }
    }

    /// Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or a date, which counts from the answer's own date, so that
    /// this machine's clock does not matter. Nil for what is neither.
    private static func retryAfter(_ value: String, serverDate: Date?) -> Duration? {
        if !value.isEmpty, value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // A number that does not fit says "never", which the retry policy's cap turns into something finite.
            return .seconds(Int32(value) ?? .max)
        }
        guard let date = HTTPDate.parse(value), let serverDate else { return nil }
        return .seconds(max(0, date.timeIntervalSince(serverDate)))
    }
}

extension S3Error.Code {
    /// Reads the code of an S3 error document; nil for one that says no more than the HTTP status.
    ///
    /// - Parameter isElsewhere: whether the answer names another region than the request's.
    init?(s3Code: String, isElsewhere: Bool) {
        switch s3Code {
        case "NoSuchKey", "NoSuchVersion": self = .noSuchKey
        case "NoSuchBucket": self = .noSuchBucket
        case "AccessDenied", "AllAccessDisabled", "AccountProblem": self = .accessDenied
        case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidSecurity", "NotSignedUp":
            self = .invalidCredentials
        case "ExpiredToken", "TokenRefreshRequired": self = .expiredCredentials
        case "PreconditionFailed": self = .preconditionFailed
        case "InvalidRange": self = .rangeNotSatisfiable
        case "RequestTimeTooSkewed": self = .clockSkew
        case "SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
            "RequestThrottledException", "RequestLimitExceeded", "BandwidthLimitExceeded", "TooManyRequestsException":
            self = .throttled
        case "InternalError", "ServiceUnavailable", "OperationAborted", "ConditionalRequestConflict":
            self = .serverError
        case "RequestTimeout", "RequestTimeoutException": self = .timeout
        case "PermanentRedirect", "TemporaryRedirect", "Redirect", "IllegalLocationConstraintException":
            self = .wrongRegion
        case "AuthorizationHeaderMalformed":
            self = isElsewhere ? .wrongRegion : .invalidCredentials
        default: return nil
        }
    }

    /// Reads the status of an answer whose body did not say more.
    init(status: Int) {
        self =
            switch status {
            case 301, 302, 307, 308: .wrongRegion
            case 401, 403: .accessDenied
            case 404: .noSuchKey
            case 408: .timeout
            case 409: .serverError
            case 412: .preconditionFailed
            case 416: .rangeNotSatisfiable
            case 429: .throttled
            case 501, 505: .badRequest
            case 400..<500: .badRequest
            case 500..<600: .serverError
            default: .invalidResponse
            }
    }
}
