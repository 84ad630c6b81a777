import AsyncHTTPClient
import Foundation
import NIOHTTP1
import SigV4
import Testing

@testable import S3

@Suite("Credentials of services", .timeLimit(.minutes(15)))
struct TemporaryCredentialTests {
    private static let document = """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ID", "SecretAccessKey": "secret", "Token": "token",
         "Expiration": "2030-01-02T03:04:05Z", "LastUpdated": "2026-01-02T03:04:05Z"}
        """
    private static let expected = AWSCredentials(
        accessKeyID: "ID", secretAccessKey: "secret", sessionToken: "token",
        expiration: Date(timeIntervalSince1970: 1_893_553_445))

    /// What the chain gives with a server that answers step by step; `environment` is made with its address.
    private func credentials(
        _ steps: [ScriptedServer.Step], _ environment: (String) -> [String: String]
    ) async throws -> (Result<AWSCredentials, any Error>, [ScriptedServer.Request]) {
        let server = ScriptedServer(steps)
        try await server.start()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let result: Result<AWSCredentials, any Error>
        do {
            let profile = try SharedProfile(name: nil, config: nil, credentials: nil)
            result = .success(
                try await credentialProvider(
                    environment: Environment(environment(server.endpoint)), profile: profile, region: "eu-central-1",
                    httpClient: client
                ).credentials())
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try await server.shutdown()
        return (result, server.requests)
    }

    private func code(_ result: Result<AWSCredentials, any Error>) -> S3Error.Code? {
        if case .failure(let error as S3Error) = result { error.code } else { nil }
    }

    @Test("The container's service is asked with its token, and again after a failure that need not last")
    func container() async throws {
        let (result, requests) = try await credentials([.answer(.serviceUnavailable), .answer(.ok, [:], Self.document)])
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": $0 + "/v2/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"]
        }
        #expect(try result.get() == Self.expected)
        #expect(requests.map(\.head.uri) == ["/v2/x", "/v2/x"])
        #expect(requests.allSatisfy { $0.head.headers["authorization"] == ["Basic abc"] })
    }

    @Test("The token may be in a file, of which the line feed at its end is no part")
    func tokenFile() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
        try Data("abc\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (result, requests) = try await credentials([.answer(.ok, [:], Self.document)]) {
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": $0,
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file.path(percentEncoded: false),
            ]
        }
        #expect(try result.get() == Self.expected)
        #expect(requests.map { $0.head.headers["authorization"] } == [["abc"]])
    }

    @Test(
        "A token is sent to no stranger",
        arguments: [
            "http://example.com/", "http://169.254.170.3/", "ftp://localhost/", "http://127.0.0.1.evil.example/",
        ])
    func stranger(uri: String) async throws {
        let (result, _) = try await credentials([]) { _ in ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri] }
        #expect(code(result) == .invalidConfiguration)
    }

    @Test("The relative URI is of ECS's own address")
    func relative() throws {
        let service = try ContainerCredentials(
            environment: Environment(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x"]))
        #expect(service?.url == "http://169.254.170.2/v2/credentials/x")
    }

    @Test("The instance's service gives a token, the role's name, and its credentials")
    func instance() async throws {
        let (result, requests) = try await credentials([
            .answer(.ok, [:], "TOKEN"), .answer(.ok, [:], "my-role"), .answer(.ok, [:], Self.document),
        ]) { ["AWS_EC2_METADATA_SERVICE_ENDPOINT": $0] }
        #expect(try result.get() == Self.expected)
        let path = "/latest/meta-data/iam/security-credentials/"
        #expect(
            requests.map { "\($0.head.method) \($0.head.uri)" } == [
                "PUT /latest/api/token", "GET \(path)", "GET \(path)my-role",
            ])
        #expect(requests[0].head.headers["x-aws-ec2-metadata-token-ttl-seconds"] == ["21600"])
        #expect(requests[1...].allSatisfy { $0.head.headers["x-aws-ec2-metadata-token"] == ["TOKEN"] })
    }

    @Test("Where there is no such service, there are no credentials, and the message says what to set")
    func noInstance() async throws {
        let (result, _) = try await credentials([.hangUp]) { ["AWS_EC2_METADATA_SERVICE_ENDPOINT": $0] }
        #expect(code(result) == .noCredentials)
        #expect("\(result)".contains("AWS_ACCESS_KEY_ID"))
    }

    @Test("STS gives a role's credentials for a web identity's token, which is encoded as a form")
    func webIdentity() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
        try Data("ey.a+b/c=".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult>
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser>
                <Credentials><SessionToken>token</SessionToken><SecretAccessKey>secret</SecretAccessKey>
                  <Expiration>2030-01-02T03:04:05Z</Expiration><AccessKeyId>ID</AccessKeyId></Credentials>
              </AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """
        let (result, requests) = try await credentials([.answer(.ok, [:], answer)]) {
            [
                "AWS_ENDPOINT_URL_STS": $0, "AWS_WEB_IDENTITY_TOKEN_FILE": file.path(percentEncoded: false),
                "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r", "AWS_ROLE_SESSION_NAME": "s",
            ]
        }
        #expect(try result.get() == Self.expected)
        #expect(
            requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                    + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr"
                    + "&RoleSessionName=s&WebIdentityToken=ey.a%2Bb%2Fc%3D"
            ])
    }

    @Test("What a service refuses is no credentials, and not asked for again")
    func refused() async throws {
        let (result, requests) = try await credentials([.answer(.forbidden, [:], "no\nrole")]) {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": $0]
        }
        #expect(code(result) == .noCredentials)
        #expect("\(result)".contains("no role"))
        #expect(requests.count == 1)
    }

    @Test("Dates may have fractions of seconds", arguments: ["2030-01-02T03:04:05Z", "2030-01-02T03:04:05.000Z"])
    func dates(text: String) {
        #expect(CredentialClient.date(text) == Self.expected.expiration)
    }
}

@Suite("When to get new credentials")
struct CredentialRotationTests {
    private let end = Date(timeIntervalSince1970: 10_000)

    private var kept: AWSCredentials { AWSCredentials(accessKeyID: "1", secretAccessKey: "s", expiration: end) }

    @Test(
        "They are used, then used while new ones are asked for, then waited for",
        arguments: [(-3_600.0, 0), (-301, 0), (-300, 1), (-11, 1), (-10, 2), (0, 2), (60, 2)])
    func decisions(before: Double, expected: Int) {
        var rotation = CredentialRotation()
        #expect(rotation.decide(at: end) == .refresh)
        rotation.took(.success(kept), at: end - 3_600)
        let decisions: [CredentialRotation.Decision] = [.use(kept), .useAndRefresh(kept), .refresh]
        #expect(rotation.decide(at: end + before) == decisions[expected])
    }

    @Test("After a failure the service is left alone for a while, as long as the old ones are good")
    func pause() {
        var rotation = CredentialRotation()
        rotation.took(.success(kept), at: end - 3_600)
        rotation.took(.failure(S3Error(.timeout, "")), at: end - 200)
        #expect(rotation.decide(at: end - 180) == .use(kept))
        #expect(rotation.decide(at: end - 170) == .useAndRefresh(kept))
        rotation.took(.failure(S3Error(.timeout, "")), at: end - 15)
        #expect(rotation.decide(at: end - 9) == .refresh)
    }

    @Test("Credentials without an end are never asked for again")
    func endless() {
        var rotation = CredentialRotation()
        let kept = AWSCredentials(accessKeyID: "1", secretAccessKey: "s")
        rotation.took(.success(kept), at: end)
        #expect(rotation.decide(at: .distantFuture) == .use(kept))
    }

    @Test("However many wait, one request is made; and a failure is everybody's, but no later caller's")
    func singleFlight() async throws {
        let requests = Counter()
        let provider = RotatingCredentials { () throws(S3Error) in
            try? await Task.sleep(for: .milliseconds(20))
            let number = await requests.next()
            if number == 1 { throw S3Error(.timeout, "slow") }
            return AWSCredentials(accessKeyID: "\(number)", secretAccessKey: "s")
        }
        func all() async -> [String] {
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        do throws(S3Error) {
                            return try await provider.credentials().accessKeyID
                        } catch {
                            return error.code.rawValue
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(Set(await all()) == ["timeout"])
        #expect(Set(await all()) == ["2"])
        #expect(await requests.count == 2)
    }

    private actor Counter {
        private(set) var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }
}
