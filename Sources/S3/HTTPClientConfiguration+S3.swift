package import AsyncHTTPClient
import NIOCore

extension HTTPClient.Configuration {
    /// How an HTTP client for S3 should be made.
    ///
    /// HTTP/1.1, as S3 speaks nothing newer. No redirects, as their target would need a signature of its own. Bodies as they
    /// are stored, not decompressed. A connection that cannot be made fails at once and is not tried again behind the
    /// caller's back: the caller knows the time left.
    package static var s3: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .seconds(3), read: .seconds(20)),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
