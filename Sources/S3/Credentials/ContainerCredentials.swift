import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SigV4

/// Credentials of a container's task or pod, from a service beside it: ECS, EKS Pod Identity.
struct ContainerCredentials: Sendable, Equatable {
    let url: String
    /// For the `Authorization` header.
    private let token: String?
    /// Is read anew each time, since the token in it changes.
    private let tokenFile: String?

    /// Reads `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, or else `AWS_CONTAINER_CREDENTIALS_FULL_URI`, and
    /// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` or `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
    ///
    /// Nil without a URI. Throws `invalidConfiguration` for one to which a token must not be sent: unencrypted, and neither to
    /// this machine nor to the addresses of ECS and EKS.
    init?(environment: Environment) throws(S3Error) {
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            url = "http://169.254.170.2" + (path.hasPrefix("/") ? "" : "/") + path
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            guard let parsed = URL(string: full), let host = parsed.host(percentEncoded: false),
                Self.isAllowed(host, parsed.scheme)
            else {
                throw S3Error(
                    .invalidConfiguration,
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or http to this machine or its container service"
                )
            }
            url = full
        } else {
            return nil
        }
        tokenFile = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
        token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    }

    private static func isAllowed(_ host: String, _ scheme: String?) -> Bool {
        switch scheme?.lowercased() {
        case "https": true
        case "http":
            host == "localhost" || isLoopback(host)
                || ["::1", "[::1]", "169.254.170.2", "169.254.170.23", "fd00:ec2::23", "[fd00:ec2::23]"].contains(host)
        default: false
        }
    }

    /// 127.0.0.0/8, and no name that begins like it.
    private static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }

    func credentials(_ client: CredentialClient) async throws(S3Error) -> AWSCredentials {
        let source = "the container's credential service"
        var request = HTTPClientRequest(url: url)
        if let token = try tokenFile.map({ path throws(S3Error) in try TokenFile.read(path) }) ?? token {
            request.headers.add(name: "authorization", value: token)
        }
        let body = try await client.send(request, source: source, timeout: .seconds(2))
        return try CredentialClient.credentials(fromJSON: body, source: source)
    }
}

/// A token that somebody else keeps up to date in a file.
enum TokenFile {
    /// Blocks for one small file.
    static func read(_ path: String) throws(S3Error) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count < 1 << 16,
            let text = String(validating: data, as: UTF8.self)
        else { throw S3Error(.noCredentials, "\(path), which should hold a token, cannot be read") }
        // A line feed at the end is an editor's, not the token's; one inside would end the header.
        let token = text.split(whereSeparator: \.isWhitespace)
        guard token.count == 1 else { throw S3Error(.noCredentials, "\(path) does not hold one token") }
        return String(token[0])
    }
}
