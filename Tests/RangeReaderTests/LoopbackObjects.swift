import AsyncHTTPClient
import FoundationEssentials
import Loopback
import RangeReader
import S3
import SigV4

/// The ways to an object that lies in S3.
enum Access: CaseIterable, Sendable {
    case s3, presignedURL
}

/// A loopback S3 and clients for it.
struct LoopbackObjects: Sendable {
    let server: LoopbackS3
    let client: S3Client
    let httpClient: HTTPClient

    func source(_ access: Access, bucket: String = "videos", key: String) async throws -> any Source {
        let object = S3ObjectID(bucket: bucket, key: key)
        switch access {
        case .s3: return S3Source(client: client, object: object)
        case .presignedURL:
            let url = try await client.presignedURL(method: "GET", object, expiresIn: 600, date: Date())
            return HTTPSource(url: url, httpClient: httpClient)
        }
    }

    /// What the server was asked for and how much of it the client got, by the ranges' beginnings.
    func requests() async throws -> [Request] {
        try await server.settledRecords()
            .map { Request(method: $0.method, range: $0.range, bytes: $0.bytesSent) }
            .sorted { ($0.range?.lowerBound ?? -1) < ($1.range?.lowerBound ?? -1) }
    }

    struct Request: Equatable {
        var method = "GET"
        var range: Range<Int64>?
        var bytes: Int64
    }
}

/// Runs `body` with a fresh loopback S3, and shuts everything down after it.
func withLoopback<Result>(_ body: (LoopbackObjects) async throws -> Result) async throws -> Result {
    let server = try await LoopbackS3.start()
    let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
    let client = S3Client(
        configuration: try S3Configuration(region: "us-east-1", endpoint: server.endpoint),
        credentials: StaticCredentials(AWSCredentials(accessKeyID: "key", secretAccessKey: "secret")),
        httpClient: httpClient)
    let result: Swift.Result<Result, any Error>
    do {
        result = .success(try await body(LoopbackObjects(server: server, client: client, httpClient: httpClient)))
    } catch {
        result = .failure(error)
    }
    try await httpClient.shutdown()
    try await server.shutdown()
    return try result.get()
}

extension ReadTrace {
    /// What a server that saw exactly these requests saw.
    var seenByServer: [LoopbackObjects.Request] {
        requests.map { .init(range: $0.range, bytes: $0.bytesReceived) }
            .sorted { $0.range!.lowerBound < $1.range!.lowerBound }
    }
}
