package import AsyncHTTPClient
package import Loopback
package import S3
import SigV4

/// A fresh loopback S3 and the clients to reach it with.
package struct LoopbackStage: Sendable {
    package let server: LoopbackS3
    package let client: S3Client
    /// The one that `client` uses.
    package let httpClient: HTTPClient

    /// Runs `body`, and shuts everything down after it.
    package static func run<Result>(
        shape: LoopbackS3.Shape = .none, _ body: (LoopbackStage) async throws -> Result
    ) async throws -> Result {
        let server = try await LoopbackS3.start(shape: shape)
        let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
        let client = S3Client(
            configuration: try S3Configuration(region: "us-east-1", endpoint: server.endpoint),
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "key", secretAccessKey: "secret")),
            httpClient: httpClient)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(LoopbackStage(server: server, client: client, httpClient: httpClient)))
        } catch {
            result = .failure(error)
        }
        try await httpClient.shutdown()
        try await server.shutdown()
        return try result.get()
    }
}
