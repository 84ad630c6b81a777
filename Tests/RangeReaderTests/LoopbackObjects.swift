import FoundationEssentials
import Loopback
import RangeReader
import S3
import TestSupport

/// The ways to an object that lies in S3.
enum Access: CaseIterable, Sendable {
    case s3, presignedURL
}

extension LoopbackStage {
    func source(_ access: Access, bucket: String = "videos", key: String) async throws -> any Source {
        let object = S3ObjectID(bucket: bucket, key: key)
        // A busy machine is no broken connection.
        let stallLimit = Duration.seconds(300)
        switch access {
        case .s3: return S3Source(client: client, object: object, stallLimit: stallLimit)
        case .presignedURL:
            let url = try await client.presignedURL(method: "GET", object, expiresIn: 600, date: Date())
            return HTTPSource(url: url, httpClient: httpClient, stallLimit: stallLimit)
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
func withLoopback<Result>(_ body: (LoopbackStage) async throws -> Result) async throws -> Result {
    try await LoopbackStage.run(body)
}

extension ReadTrace {
    /// What a server that saw exactly these requests saw.
    var seenByServer: [LoopbackStage.Request] {
        requests.map { .init(range: $0.range, bytes: $0.bytesReceived) }
            .sorted { ($0.range?.lowerBound ?? -1) < ($1.range?.lowerBound ?? -1) }
    }
}
