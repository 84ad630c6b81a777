import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import S3
import SigV4
import Synchronization

/// The waits between attempts.
final class Waits: Sendable {
    private let durations = Mutex<[Duration]>([])

    var all: [Duration] { durations.withLock { $0 } }

    func add(_ duration: Duration) { durations.withLock { $0.append(duration) } }
}

/// Runs `body` with a client of a server that answers by a script, and shuts both down after it.
///
/// - Parameters:
///   - takingTime: whether waits between attempts last as long as they should, and not no time at all.
///   - now: this machine's clock.
func withScript<Result>(
    _ steps: [ScriptedServer.Step], retryPolicy: RetryPolicy = .standard, takingTime: Bool = false,
    now: @escaping @Sendable () -> Date = { Date() },
    _ body: (ScriptedServer, S3Client, Waits) async throws -> Result
) async throws -> Result {
    let server = ScriptedServer(steps)
    try await server.start()
    let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
    let waits = Waits()
    let client = S3Client(
        configuration: try S3Configuration(region: "us-east-1", endpoint: server.endpoint, retryPolicy: retryPolicy),
        credentials: StaticCredentials(AWSCredentials(accessKeyID: "key", secretAccessKey: "secret")),
        httpClient: httpClient, now: now,
        sleep: { duration in
            waits.add(duration)
            if takingTime { try await Task.sleep(for: duration) }
        })
    let result: Swift.Result<Result, any Error>
    do {
        result = .success(try await body(server, client, waits))
    } catch {
        result = .failure(error)
    }
    try await httpClient.shutdown()
    try await server.shutdown()
    return try result.get()
}

/// The S3 error that `body` throws; nil if there is none.
func s3Error(of body: () async throws -> Void) async throws -> S3Error? {
    do {
        try await body()
        return nil
    } catch let error as S3Error {
        return error
    }
}
