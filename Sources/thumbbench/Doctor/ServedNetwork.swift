import AsyncHTTPClient
import Loopback
import NIOCore
import S3

/// How the S3 on this machine answers a client, beside how it was asked to.
struct ServedNetwork: Sendable, Equatable, Encodable {
    /// Beyond the delay that was asked for: what the request and the answer themselves take.
    static let delayTolerance = 3.0
    /// As a part of the rate that was asked for.
    static let rateTolerance = 0.1

    let firstByteMs: Double
    /// From a request to the head of its answer, median of some.
    let measuredFirstByteMs: Double
    /// 10^6 bytes a second; nil without a limit.
    let mbPerSecond: Double?
    let measuredMbPerSecond: Double

    var delayHolds: Bool {
        (-0.5...Self.delayTolerance + 0.1 * firstByteMs).contains(measuredFirstByteMs - firstByteMs)
    }

    var rateHolds: Bool {
        guard let mbPerSecond else { return true }
        return abs(measuredMbPerSecond / mbPerSecond - 1) <= Self.rateTolerance
    }

    static func measure(_ shape: LoopbackS3.Shape) async throws -> ServedNetwork {
        // Half a second's worth, but no more than is quick to send without a limit.
        let bytes = min(shape.bytesPerSecond.map { $0 / 2 } ?? .max, 32_000_000)
        let s3 = try await LoopbackS3.start(shape: shape)
        // The function's own way to S3, signatures and all.
        let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
        return try await withCleanup {
            try s3.store(.bytes(Array(repeating: 0, count: bytes)), bucket: "b", key: "k")
            let variables = LambdaEnvironment(
                tier: MemoryTier(megabytes: 128), runtimeAPI: "", s3Endpoint: s3.endpoint, taskRoot: ""
            ).variables
            let client = try S3Client.fromEnvironment(variables, httpClient: httpClient)
            func get(_ range: Range<Int64>) async throws -> (head: Duration, body: Duration) {
                let start = ContinuousClock.now
                let answer = try await client.getObject(
                    S3ObjectID(bucket: "b", key: "k"), range: .bytes(range), ifMatch: nil,
                    deadline: .now() + .seconds(120))
                let head = ContinuousClock.now
                for try await _ in answer.body {}
                return (head - start, .now - head)
            }
            _ = try await get(0..<1)
            var delays: [Double] = []
            for _ in 0..<15 { delays.append(try await get(0..<1).head.milliseconds) }
            var times: [Double] = []
            for _ in 0..<3 { times.append(try await get(0..<Int64(bytes)).body / .seconds(1)) }
            return ServedNetwork(
                firstByteMs: shape.firstByteDelay.milliseconds,
                measuredFirstByteMs: Distribution.median(ofSorted: delays.sorted()),
                mbPerSecond: shape.bytesPerSecond.map { Double($0) / 1e6 },
                measuredMbPerSecond: Double(bytes) / 1e6 / Distribution.median(ofSorted: times.sorted()))
        } cleanup: {
            try? await httpClient.shutdown()
            try? await s3.shutdown()
        }
    }
}
