import AsyncHTTPClient
import Loopback
import NIOCore
import S3
import SigV4

/// Runs `body` with a client of a fresh loopback S3, and shuts both down after it.
func withLoopbackS3<Result>(
    shape: LoopbackS3.Shape = .none, _ body: (LoopbackS3, S3Client) async throws -> Result
) async throws -> Result {
    let server = try await LoopbackS3.start(shape: shape)
    let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
    let client = S3Client(
        configuration: try S3Configuration(region: "us-east-1", endpoint: server.endpoint),
        credentials: StaticCredentials(AWSCredentials(accessKeyID: "key", secretAccessKey: "secret")),
        httpClient: httpClient)
    let result: Swift.Result<Result, any Error>
    do {
        result = .success(try await body(server, client))
    } catch {
        result = .failure(error)
    }
    try await httpClient.shutdown()
    try await server.shutdown()
    return try result.get()
}

extension NIODeadline {
    /// Far enough that only a hanging test meets it.
    static var patient: NIODeadline { .now() + .seconds(300) }
}

extension S3Body {
    func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in self {
            bytes += piece.readableBytesView
        }
        return bytes
    }
}
