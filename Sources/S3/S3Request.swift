import FoundationEssentials
import SigV4

/// One request to S3, before it is signed: what is asked, of which object.
struct S3Request {
    var method: String
    var id: S3ObjectID
    /// Beside `host` and what the signature adds.
    var headers: [(name: String, value: String)] = []
    var payload: PayloadHash = .empty

    /// The URL and all headers to send, signed in the headers. Throws `badRequest`.
    func signed(
        configuration: S3Configuration, credentials: AWSCredentials, date: Date
    ) throws(S3Error) -> (url: String, headers: [(name: String, value: String)]) {
        let location = try S3Location(id, configuration: configuration)
        var request = unsigned(at: location)
        request.headers += headers
        request.headers.append(("user-agent", "video-thumbnail"))
        let signer = SigV4Signer(credentials: credentials, region: configuration.region, service: "s3")
        let headers = signer.signedHeaders(for: request, payload: payload, date: date)
        for (name, value) in headers where !Self.isToken(name) || !Self.isPrintable(value) {
            throw S3Error(.badRequest, "the header \(name) is not printable ASCII, or not a header name")
        }
        return ("\(location.scheme)://\(location.authority)\(request.target)", headers)
    }

    /// A URL that whoever has it may use for `seconds` from `date`. Signs the host only. Throws `badRequest`.
    func presigned(
        configuration: S3Configuration, credentials: AWSCredentials, expiresIn seconds: Int, date: Date
    ) throws(S3Error) -> String {
        let week = 604_800
        guard (1...week).contains(seconds) else {
            throw S3Error(.badRequest, "a presigned URL lives for 1 to \(week) seconds, not \(seconds)")
        }
        let location = try S3Location(id, configuration: configuration)
        let request = unsigned(at: location)
        let signer = SigV4Signer(credentials: credentials, region: configuration.region, service: "s3")
        let query = signer.presignedQuery(for: request, expiresIn: seconds, date: date)
        return "\(location.scheme)://\(location.authority)\(request.encodedPath)?\(query)"
    }

    private func unsigned(at location: S3Location) -> UnsignedRequest {
        UnsignedRequest(
            method: method, path: location.path, query: id.versionID.map { [("versionId", $0)] } ?? [],
            headers: [("host", location.authority)])
    }

    /// Whether a name can be a header's: RFC 9110's `token`.
    private static func isToken(_ name: String) -> Bool {
        let separators = "\"(),/:;<=>?@[\\]{}"
        return !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !separators.utf8.contains($0) }
    }

    /// S3 takes other characters too, but signs and returns them in ways of its own.
    private static func isPrintable(_ value: String) -> Bool {
        value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
