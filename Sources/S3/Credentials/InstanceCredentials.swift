import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SigV4

/// Credentials of an EC2 instance's role, from its metadata service, version 2.
struct InstanceCredentials: Sendable, Equatable {
    private let endpoint: String
    private let timeout: TimeAmount
    private let attempts: Int

    /// Reads `AWS_EC2_METADATA_SERVICE_ENDPOINT`, `AWS_METADATA_SERVICE_TIMEOUT` (seconds, 1) and
    /// `AWS_METADATA_SERVICE_NUM_ATTEMPTS` (1).
    ///
    /// Nil with `AWS_EC2_METADATA_DISABLED`. Throws `invalidConfiguration` for numbers that are none.
    init?(environment: Environment) throws(S3Error) {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let endpoint = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        func number(_ name: String) throws(S3Error) -> Int {
            guard let text = environment[name] else { return 1 }
            guard let number = Int(text), (1...60).contains(number) else {
                throw S3Error(.invalidConfiguration, "\(name) is '\(text)' but must be from 1 to 60")
            }
            return number
        }
        timeout = .seconds(Int64(try number("AWS_METADATA_SERVICE_TIMEOUT")))
        attempts = try number("AWS_METADATA_SERVICE_NUM_ATTEMPTS")
    }

    private static let source = "the instance metadata service"

    /// Nil where there is no such service: on all machines but EC2's.
    func credentials(_ client: CredentialClient) async throws(S3Error) -> AWSCredentials? {
        var request = HTTPClientRequest(url: "\(endpoint)/latest/api/token")
        request.method = .PUT
        request.headers.add(name: "x-aws-ec2-metadata-token-ttl-seconds", value: "21600")
        let token: [UInt8]
        do {
            token = try await client.send(request, source: Self.source, timeout: timeout, attempts: attempts)
        } catch {
            if error.httpStatus == nil, error.code != .cancelled { return nil }
            throw error
        }
        let path = "/latest/meta-data/iam/security-credentials/"
        let role = try await get(path, token: token, client)
        guard let name = String(validating: role, as: UTF8.self)?.split(whereSeparator: \.isNewline).first else {
            throw S3Error(.noCredentials, "the instance has no role")
        }
        return try CredentialClient.credentials(
            fromJSON: try await get(path + name, token: token, client), source: Self.source)
    }

    private func get(_ path: String, token: [UInt8], _ client: CredentialClient) async throws(S3Error) -> [UInt8] {
        var request = HTTPClientRequest(url: endpoint + path)
        request.headers.add(name: "x-aws-ec2-metadata-token", value: String(decoding: token, as: UTF8.self))
        return try await client.send(request, source: Self.source, timeout: timeout, attempts: attempts)
    }
}
