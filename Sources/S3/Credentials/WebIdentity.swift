import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SigV4

/// A token of another identity provider, for which STS gives the credentials of a role: EKS service accounts, CI services.
struct WebIdentity: Sendable, Equatable {
    private let tokenFile: String
    private let role: String
    private let session: String
    private let endpoint: String

    /// Reads `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN`, `AWS_ROLE_SESSION_NAME` and `AWS_ENDPOINT_URL_STS`.
    ///
    /// Nil without a token file. Throws `invalidConfiguration` for one without a role.
    init?(environment: Environment, region: String) throws(S3Error) {
        guard let tokenFile = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else { return nil }
        guard let role = environment["AWS_ROLE_ARN"] else {
            throw S3Error(.invalidConfiguration, "AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN")
        }
        self.tokenFile = tokenFile
        self.role = role
        session = environment["AWS_ROLE_SESSION_NAME"] ?? "video-thumbnail"
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        endpoint =
            environment["AWS_ENDPOINT_URL_STS"] ?? environment["AWS_ENDPOINT_URL"] ?? "https://sts.\(region).\(domain)"
    }

    func credentials(_ client: CredentialClient) async throws(S3Error) -> AWSCredentials {
        let fields = [
            ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
            ("RoleSessionName", session), ("WebIdentityToken", try TokenFile.read(tokenFile)),
        ]
        var request = HTTPClientRequest(url: endpoint + (endpoint.hasSuffix("/") ? "" : "/"))
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(
            ByteBuffer(string: fields.map { "\($0)=\(PercentEncoding.component($1))" }.joined(separator: "&")))
        let body = try await client.send(request, source: "STS", timeout: .seconds(5))
        guard let text = String(validating: body, as: UTF8.self), let credentials = Self.credentials(fromXML: text)
        else {
            throw S3Error(.noCredentials, "STS answered with something that is no credentials")
        }
        return credentials
    }

    static func credentials(fromXML text: String) -> AWSCredentials? {
        guard let start = text.firstRange(of: "<Credentials>") else { return nil }
        func element(_ name: String) -> String? { XMLText.element(name, in: text[start.upperBound...]) }
        guard let id = element("AccessKeyId"), let secret = element("SecretAccessKey") else { return nil }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: element("SessionToken"),
            expiration: element("Expiration").flatMap(CredentialClient.date))
    }
}
