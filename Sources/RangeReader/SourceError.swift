package import S3

/// Why bytes could not be read.
package struct SourceError: Error, Sendable {
    package enum Code: Sendable, Equatable {
        /// S3, or what answers for it, said so.
        case s3(S3Error.Code)
        /// There is no such file, or it may not be read.
        case noSuchFile
        /// The URL's server has no such thing.
        case notFound
        /// The object has no bytes at all.
        case emptyObject
        /// The object was replaced while it was read.
        case sourceChanged
        /// The server ignored the Range header, and the object is too large to take whole.
        case rangeNotSupported
        /// More requests or bytes would be needed than ``ReadLimits`` allows.
        case readLimitExceeded
        /// The time ran out while bytes were waited for.
        case deadlineExceeded
        /// The work was given up from outside.
        case cancelled
        /// Whoever lends the source saw by the answer's head that there is nothing to be done with it.
        case declined
        /// The URL cannot be understood.
        case invalidURL

        /// Fixed, bounded name for logs, metric labels and answers.
        package var name: String {
            switch self {
            case .s3(let code): code.rawValue
            case .noSuchFile: "noSuchFile"
            case .notFound: "notFound"
            case .emptyObject: "emptyObject"
            case .sourceChanged: "sourceChanged"
            case .rangeNotSupported: "rangeNotSupported"
            case .readLimitExceeded: "readLimitExceeded"
            case .deadlineExceeded: "deadlineExceeded"
            case .cancelled: "cancelled"
            case .declined: "declined"
            case .invalidURL: "invalidURL"
            }
        }
    }

    package var code: Code
    package var message: String
    /// Whether the same request may succeed later.
    package var isTransient: Bool

    /// What the server asked to wait before the next request.
    package var retryAfter: Duration?
    /// As ``S3Error/isStaleConnection``.
    package var isStaleConnection = false

    package init(_ code: Code, _ message: String, isTransient: Bool = false) {
        self.code = code
        self.message = message
        self.isTransient = isTransient
    }

    static let emptyObject = SourceError(.emptyObject, "the object is empty")
    static let deadlineExceeded = SourceError(
        .deadlineExceeded, "the time ran out while bytes were waited for", isTransient: true)
    static let cancelled = SourceError(.cancelled, "the work was cancelled", isTransient: true)

    /// Whether the same request may succeed a moment later.
    var canBeTriedAgain: Bool {
        switch code {
        case .s3(let code): code.isTransient
        case .noSuchFile, .notFound, .emptyObject, .sourceChanged, .rangeNotSupported, .readLimitExceeded,
            .deadlineExceeded, .cancelled, .declined, .invalidURL:
            false
        }
    }

    package init(_ error: S3Error) {
        switch error.code {
        case .preconditionFailed:
            self.init(.sourceChanged, "the object was replaced while it was read", isTransient: true)
        case .cancelled:
            self.init(.cancelled, error.message, isTransient: true)
        default:
            self.init(.s3(error.code), error.message, isTransient: error.isTransient)
        }
        retryAfter = error.retryAfter
        isStaleConnection = error.isStaleConnection
    }
}
