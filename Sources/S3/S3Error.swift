package import FoundationEssentials

/// Why a request to S3 gave no result.
package struct S3Error: Error, Sendable, Equatable {
    package var code: Code
    /// For people: what S3 or the transport said, one line of bounded length.
    package var message: String
    /// The status of S3's answer; nil when no answer came.
    package var httpStatus: Int?
    /// S3's name for the request, which AWS support asks for.
    package var requestID: String?
    /// How long S3 asks to wait before the next request; nil when it does not.
    package var retryAfter: Duration?
    /// S3's clock when it answered, to the second; nil when no answer came or it does not say.
    package var serverDate: Date?
    /// Whether the connection broke before any byte of an answer came, with code `connectionFailed`.
    ///
    /// That is what becomes of a kept-alive connection that S3 closed while Lambda had the process frozen. The request
    /// itself is not to blame, so it may be sent again on another connection at once. A host that goes down looks the
    /// same, which is why only the first attempt should be taken so lightly.
    package var isStaleConnection = false

    package init(_ code: Code, _ message: String, httpStatus: Int? = nil, requestID: String? = nil) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.requestID = requestID
    }

    /// Whether the same request may succeed when it is sent again.
    package var isTransient: Bool { code.isTransient }

    /// A bounded set of names, fit for logs and metric labels.
    package enum Code: String, Sendable, CaseIterable {
        /// No credentials were found anywhere; no request was sent.
        case noCredentials
        /// S3 does not know the access key, or the signature is not made with its secret.
        case invalidCredentials
        /// Temporary credentials are past their end.
        case expiredCredentials
        /// S3 knows who asks, and refuses. Also how a HEAD with wrong credentials fails, as its answer has no body.
        case accessDenied
        case noSuchBucket
        /// There is no such key or version. A HEAD of a missing bucket says this too, as its answer has no body.
        case noSuchKey
        /// The object is not the one that `ifMatch` names: it was replaced.
        case preconditionFailed
        /// The range begins at or after the object's end; every range of an empty object does.
        case rangeNotSatisfiable
        /// This machine's clock is too far from S3's.
        case clockSkew
        /// S3 asks for fewer requests.
        case throttled
        /// S3 failed.
        case serverError
        /// The deadline passed, or a connection stood still for too long.
        case timeout
        /// The connection could not be made, or broke.
        case connectionFailed
        /// The caller's task was cancelled.
        case cancelled
        /// The bucket lives in another region.
        case wrongRegion
        /// The answer is not what S3 answers.
        case invalidResponse
        /// The environment or a profile file says something that cannot be used; no request was sent.
        case invalidConfiguration
        /// The request itself is wrong.
        case badRequest

        package var isTransient: Bool {
            switch self {
            case .throttled, .serverError, .timeout, .connectionFailed: true
            case .noCredentials, .invalidCredentials, .expiredCredentials, .accessDenied, .noSuchBucket, .noSuchKey,
                .preconditionFailed, .rangeNotSatisfiable, .clockSkew, .cancelled, .wrongRegion, .invalidResponse,
                .invalidConfiguration, .badRequest:
                false
            }
        }
    }
}

extension S3Error: CustomStringConvertible {
    package var description: String {
        let details = [httpStatus.map { "HTTP \($0)" }, requestID.map { "request \($0)" }].compactMap(\.self)
        return "\(code.rawValue): \(message)" + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }
}
