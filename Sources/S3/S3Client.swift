package import AsyncHTTPClient
package import FoundationEssentials
package import NIOCore
import SigV4

/// Reads and writes objects with signed requests on pooled HTTP/1.1 connections.
///
/// A GET is tried once, since whoever reads its body knows best from where to go on. HEAD and PUT are tried as often as the
/// configuration's retry policy allows. A request that S3 refuses because of this machine's clock is signed again with S3's
/// time, once, and so are all later requests of this client and its copies.
///
/// The HTTP client stays its owner's to shut down, and should be made with ``HTTPClient/Configuration/s3``.
package struct S3Client: Sendable {
    package let configuration: S3Configuration
    let credentials: any CredentialProvider
    let httpClient: HTTPClient
    let clock: SigningClock
    let sleep: @Sendable (Duration) async throws -> Void
    /// Goes with every request as `X-Amzn-Trace-Id`, unsigned: from that AWS sees chains of functions and buckets that
    /// call each other without end, and X-Ray what belongs together.
    package var traceID: String?

    /// - Parameters:
    ///   - now: this machine's clock.
    ///   - sleep: waits between two attempts; throws CancellationError when the task is cancelled.
    package init(
        configuration: S3Configuration, credentials: any CredentialProvider, httpClient: HTTPClient,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.httpClient = httpClient
        self.clock = SigningClock(now: now)
        self.sleep = sleep
    }

    /// Configured as AWS's own tools are, by environment variables and the shared files in the home directory.
    ///
    /// Reads two small files, blocking. Throws `invalidConfiguration`; and `noCredentials`, if it is clear by then.
    package static func fromEnvironment(
        _ environment: [String: String], httpClient: HTTPClient
    ) throws(S3Error) -> S3Client {
        let environment = Environment(environment)
        let profile = try SharedProfile(environment: environment)
        let configuration = try S3Configuration(environment: environment, profile: profile)
        return S3Client(
            configuration: configuration,
            credentials: try credentialProvider(
                environment: environment, profile: profile, region: configuration.region, httpClient: httpClient),
            httpClient: httpClient)
    }

    /// Asks for an object's bytes and returns as soon as the answer's head is there.
    ///
    /// - Parameters:
    ///   - range: Nil for the whole object.
    ///   - ifMatch: the ETag, with or without quotes, that the object must still have; else `preconditionFailed`.
    ///   - deadline: for the answer's head and for the whole body.
    ///   - stallLimit: how long the body may stand still while it is read; nil for as long as there is time.
    package func getObject(
        _ id: S3ObjectID, range: RequestedRange?, ifMatch: String?, deadline: NIODeadline, stallLimit: Duration? = nil
    ) async throws(S3Error) -> S3GetResult {
        var request = S3Request(method: "GET", id: id)
        if let range {
            guard let header = range.header else {
                throw S3Error(.badRequest, "not a range of bytes: \(range)")
            }
            request.headers.append(("range", header))
        }
        if let ifMatch {
            request.headers.append(("if-match", ETag.quoted(ifMatch)))
        }
        let answer = try await send(request, deadline: deadline, stallLimit: stallLimit)
        return try S3GetResult(
            status: answer.status, headers: answer.headers, asked: range, body: answer.body)
    }

    /// Asks for what S3 knows about an object without its bytes. A missing bucket is `noSuchKey` too.
    package func headObject(_ id: S3ObjectID, deadline: NIODeadline) async throws(S3Error) -> S3ObjectMetadata {
        try await sendForHead(S3Request(method: "HEAD", id: id), deadline: deadline)
    }

    /// Writes an object, whose bytes the signature covers. Costs one copy and one SHA-256 run of `body`.
    ///
    /// - Parameters:
    ///   - metadata: becomes `x-amz-meta-…` headers: names are tokens, values printable ASCII, all below 2 kB.
    ///   - condition: what must be true of the key now; else `preconditionFailed`. That may also be the answer to a
    ///     request that was repeated after the first one had been carried out.
    /// - Returns: the new object's ETag and version.
    @discardableResult
    package func putObject(
        _ id: S3ObjectID, body: ByteBuffer, contentType: String, metadata: [String: String],
        condition: WriteCondition? = nil, deadline: NIODeadline
    ) async throws(S3Error) -> S3ObjectMetadata {
        var request = S3Request(method: "PUT", id: id, payload: .sha256(of: Array(body.readableBytesView)))
        request.headers = [("content-type", contentType)]
        request.headers += metadata.sorted { $0.key < $1.key }.map { (S3ObjectMetadata.metadataPrefix + $0, $1) }
        if let condition { request.headers.append(condition.header) }
        var object = try await sendForHead(request, body: body, deadline: deadline)
        object.contentLength = nil
        return object
    }

    /// A URL with which anybody can send one kind of request for one object, without credentials of their own.
    ///
    /// No request is sent. Whatever body a PUT then has is accepted.
    /// - Parameters:
    ///   - method: `GET`, `HEAD` or `PUT`.
    ///   - seconds: 1…604 800, counted from `date`. Temporary credentials may end it earlier.
    ///   - date: by this machine's clock; the URL has S3's, if an answer has shown that they differ.
    package func presignedURL(
        method: String, _ id: S3ObjectID, expiresIn seconds: Int, date: Date
    ) async throws(S3Error) -> String {
        try S3Request(method: method, id: id).presigned(
            configuration: configuration, credentials: try await credentials.credentials(), expiresIn: seconds,
            date: clock.corrected(date))
    }
}
