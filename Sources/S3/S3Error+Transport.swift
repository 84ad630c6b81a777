import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension S3Error {
    /// Reads an error that the HTTP client threw instead of an answer.
    package init(transport error: any Error) {
        self.init(duringAnswer: error)
        isStaleConnection = Self.isBrokenConnection(error)
    }

    /// Reads an error that the HTTP client threw in the middle of an answer.
    init(duringAnswer error: any Error) {
        switch error {
        case let error as S3Error:
            self = error
        case is CancellationError, HTTPClientError.cancelled as HTTPClientError:
            self.init(.cancelled, "the task was cancelled")
        case let error as HTTPClientError:
            self.init(Code(error), error.shortDescription)
        case HTTPParserError.invalidEOFState:
            self.init(.connectionFailed, "the connection was closed in the middle of the answer")
        case let error as HTTPParserError:
            self.init(.invalidResponse, "not an HTTP answer: \(error)")
        case ChannelError.connectTimeout:
            self.init(.timeout, "no connection within the connect timeout")
        case let error as IOError:
            self.init(.connectionFailed, String(cString: strerror(error.errnoCode)))
        default:
            self.init(.connectionFailed, String(String(describing: error).prefix(500)))
        }
    }

    /// Whether a connection that had been made was closed or reset: what a request on a dead one comes to, depending on
    /// whether the other side's FIN or its RST is seen first, and while reading or writing.
    private static func isBrokenConnection(_ error: any Error) -> Bool {
        switch error {
        case HTTPClientError.remoteConnectionClosed as HTTPClientError, ChannelError.ioOnClosedChannel,
            ChannelError.alreadyClosed, ChannelError.eof:
            true
        case let error as IOError: [ECONNRESET, EPIPE, ENOTCONN].contains(error.errnoCode)
        default: false
        }
    }
}

extension S3Error.Code {
    fileprivate init(_ error: HTTPClientError) {
        self =
            switch error {
            case .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .tlsHandshakeTimeout,
                .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .getConnectionFromPoolTimeout:
                .timeout
            case .invalidURL, .emptyHost, .emptyScheme: .invalidConfiguration
            case .bodyLengthMismatch: .badRequest
            default: .connectionFailed
            }
    }
}
