import Crypto
package import FoundationEssentials

/// Signs requests with AWS Signature Version 4, in headers or in the query.
///
/// Pure: the date is a parameter and nothing is remembered. A signature costs about ten SHA-256 runs over short strings.
/// Specification: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API Reference.
package struct SigV4Signer: Sendable {
    private let credentials: AWSCredentials
    private let region: String
    private let service: String

    /// - Parameter service: the name in the credential scope. With `s3`, header signatures carry `x-amz-content-sha256`.
    package init(credentials: AWSCredentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// All headers to send: the request's own, then `x-amz-…` and `authorization`.
    package func signedHeaders(
        for request: UnsignedRequest, payload: PayloadHash, date: Date
    ) -> [(name: String, value: String)] {
        let time = SigningTime(date)
        var request = request
        request.headers.append(("x-amz-date", time.timestamp))
        if service == "s3" {
            request.headers.append(("x-amz-content-sha256", payload.headerValue))
        }
        if let token = credentials.sessionToken {
            request.headers.append(("x-amz-security-token", token))
        }
        let canonical = CanonicalRequest(request, payload: payload)
        let authorization =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(time)), "
            + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature(of: canonical, at: time))"
        return request.headers + [("authorization", authorization)]
    }

    /// The whole encoded query of a presigned request, without its question mark.
    ///
    /// Whoever uses the URL must send exactly the headers of `request` that are not left unsigned; the body is free, but
    /// for its length if `content-length` is among them.
    /// - Parameter seconds: how long the URL works. AWS allows 1…604 800, and never longer than the session token lives.
    package func presignedQuery(for request: UnsignedRequest, expiresIn seconds: Int, date: Date) -> String {
        let time = SigningTime(date)
        let payload = PayloadHash.unsigned
        var request = request
        request.query += [
            ("X-Amz-Algorithm", Self.algorithm),
            ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(time))"),
            ("X-Amz-Date", time.timestamp),
            ("X-Amz-Expires", String(seconds)),
            ("X-Amz-SignedHeaders", CanonicalRequest(request, payload: payload, isPresigned: true).signedHeaders),
        ]
        if let token = credentials.sessionToken {
            request.query.append(("X-Amz-Security-Token", token))
        }
        let canonical = CanonicalRequest(request, payload: payload, isPresigned: true)
        return "\(request.encodedQuery)&X-Amz-Signature=\(signature(of: canonical, at: time))"
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    private func scope(_ time: SigningTime) -> String {
        "\(time.day)/\(region)/\(service)/aws4_request"
    }

    private func signature(of canonical: CanonicalRequest, at time: SigningTime) -> String {
        let stringToSign = """
            \(Self.algorithm)
            \(time.timestamp)
            \(scope(time))
            \(SHA256.hash(data: Array(canonical.text.utf8)).hexadecimal)
            """
        return authenticationCode(stringToSign, key: signingKey(time)).hexadecimal
    }

    /// The secret, narrowed down to one day, region and service.
    private func signingKey(_ time: SigningTime) -> SymmetricKey {
        [time.day, region, service, "aws4_request"]
            .reduce(SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))) { key, part in
                SymmetricKey(data: authenticationCode(part, key: key))
            }
    }

    private func authenticationCode(_ text: String, key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }
}
