import AsyncHTTPClient
import SigV4
import Testing

@testable import S3

@Suite("Credentials from the environment and a profile")
struct CredentialTests {
    private func credentials(_ environment: [String: String], file: String = "") async throws -> AWSCredentials {
        let profile = try SharedProfile(name: nil, config: nil, credentials: "[default]\n" + file)
        let environment = Environment(environment.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 })
        return try await credentialProvider(
            environment: environment, profile: profile, region: "us-east-1", httpClient: .shared
        ).credentials()
    }

    private let file = "aws_access_key_id = FILE\naws_secret_access_key = file\naws_session_token = token\n"

    @Test("The environment comes first, and is not mixed with the profile")
    func environment() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "env"]
        #expect(
            try await credentials(environment, file: file) == AWSCredentials(accessKeyID: "ENV", secretAccessKey: "env")
        )
    }

    @Test("The session token belongs to them")
    func sessionToken() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "env", "AWS_SESSION_TOKEN": "token"]
        #expect(try await credentials(environment).sessionToken == "token")
    }

    @Test("Then the profile's, also when the environment's variables are empty")
    func profile() async throws {
        let empty = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]
        #expect(
            try await credentials(empty, file: file)
                == AWSCredentials(accessKeyID: "FILE", secretAccessKey: "file", sessionToken: "token"))
    }

    @Test("None anywhere is an error of its own, which says what to set")
    func none() async {
        await #expect {
            try await credentials([:])
        } throws: {
            ($0 as? S3Error)?.code == .noCredentials && "\($0)".contains("AWS_ACCESS_KEY_ID")
        }
    }

    @Test("A key ID without its secret is a mistake, not a reason to look further")
    func half() async {
        await #expect {
            try await credentials(["AWS_ACCESS_KEY_ID": "ENV"], file: file)
        } throws: {
            ($0 as? S3Error)?.code == .invalidConfiguration
        }
        await #expect {
            try await credentials([:], file: "aws_access_key_id = FILE")
        } throws: {
            ($0 as? S3Error)?.code == .invalidConfiguration
        }
    }
}
