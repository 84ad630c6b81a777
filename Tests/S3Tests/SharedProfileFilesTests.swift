import AsyncHTTPClient
import Foundation
import S3
import Testing

@Suite("AWS's shared files on disk")
struct SharedProfileFilesTests {
    @Test("They are found in the home directory, or where the environment says")
    func found() throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: home) }
        let aws = home.appendingPathComponent(".aws")
        try FileManager.default.createDirectory(at: aws, withIntermediateDirectories: true)
        try Data("[profile dev]\nregion = eu-west-1\n".utf8).write(to: aws.appendingPathComponent("config"))
        try Data("[dev]\naws_access_key_id = A\naws_secret_access_key = a\n".utf8)
            .write(to: aws.appendingPathComponent("credentials"))
        let elsewhere = home.appendingPathComponent("other")
        try Data("[profile dev]\nregion = eu-west-2\n".utf8).write(to: elsewhere)

        let environment = ["HOME": home.path, "AWS_PROFILE": "dev"]
        #expect(try region(environment) == "eu-west-1")
        #expect(try region(environment.merging(["AWS_CONFIG_FILE": elsewhere.path]) { $1 }) == "eu-west-2")
    }

    @Test("Files that are missing say nothing")
    func missing() {
        #expect {
            try region(["HOME": "/nonexistent", "AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"])
        } throws: {
            ($0 as? S3Error)?.code == .noCredentials
        }
    }

    private func region(_ environment: [String: String]) throws -> String {
        try S3Client.fromEnvironment(environment, httpClient: .shared).configuration.region
    }
}
