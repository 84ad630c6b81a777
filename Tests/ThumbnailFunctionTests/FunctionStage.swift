import AsyncHTTPClient
import FoundationEssentials
import LambdaRuntime
import Loopback
import NIOCore
import S3
import TestSupport

@testable import ThumbnailFunction

/// The function's handler in this process, before a loopback S3 with a bucket `videos`.
struct FunctionStage {
    let storage: LoopbackS3
    private let httpClient: HTTPClient
    private let environment: [String: String]

    /// Runs `body`, and shuts everything down after it.
    static func run<Result>(
        shape: LoopbackS3.Shape = .none, settings: [String: String] = [:],
        _ body: (FunctionStage) async throws -> Result
    ) async throws -> Result {
        let storage = try await LoopbackS3.start(shape: shape)
        storage.createBucket("videos")
        let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
        let account = [
            "AWS_ENDPOINT_URL_S3": storage.endpoint, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]
        let stage = FunctionStage(
            storage: storage, httpClient: httpClient, environment: account.merging(settings) { $1 })
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(stage))
        } catch {
            result = .failure(error)
        }
        try await httpClient.shutdown()
        try await storage.shutdown()
        return try result.get()
    }

    func store(_ fixture: Fixture, as key: String, bucket: String = "videos") async throws {
        try storage.store(.bytes(try await Fixtures.bytes(fixture)), bucket: bucket, key: key)
    }

    /// The handler's answer to an event, as text.
    ///
    /// - Throws: ``FunctionError``, as the Runtime API would get it.
    @discardableResult
    func handle(
        _ event: String, deadline: Date = .now + 60, traceID: String? = nil
    ) async throws -> String {
        let handler = try EventHandler(environment: environment, httpClient: httpClient)
        let context = LambdaContext(requestID: "request-1", deadline: deadline, traceID: traceID)
        return String(buffer: try await handler.handle(ByteBuffer(string: event), context: context))
    }

    /// ``handle(_:deadline:traceID:)`` for events that may fail.
    func result(_ event: String) async -> Result<String, any Error> {
        do { return .success(try await handle(event)) } catch { return .failure(error) }
    }

    /// The same before the same S3, with other settings.
    func with(settings: [String: String]) -> FunctionStage {
        FunctionStage(storage: storage, httpClient: httpClient, environment: environment.merging(settings) { $1 })
    }

    /// Handles an event that has to fail.
    func failure(_ event: String, deadline: Date = .now + 60) async throws -> FunctionError {
        do {
            throw TestSupportError("no error but \(try await handle(event, deadline: deadline))")
        } catch let error as FunctionError {
            return error
        }
    }

    /// What was written: bucket and key of each PUT, in their order.
    var written: [String] { storage.records.filter { $0.method == "PUT" }.map { "\($0.bucket)/\($0.key)" } }
}

/// Events with as little in them as there can be.
enum Event {
    static func of(_ keys: String..., bucket: String = "videos") -> String {
        records(keys.map { record($0, bucket: bucket) })
    }

    static func records(_ records: [String]) -> String { "{\"Records\":[\(records.joined(separator: ","))]}" }

    /// - Parameters:
    ///   - key: form-encoded.
    ///   - fields: more fields of the object, in JSON.
    static func record(_ key: String, bucket: String = "videos", name: String? = nil, fields: String = "") -> String {
        let name = name.map { "\"eventName\":\"\($0)\"," } ?? ""
        let object = "{\"key\":\"\(key)\"\(fields.isEmpty ? "" : "," + fields)}"
        return "{\(name)\"s3\":{\"bucket\":{\"name\":\"\(bucket)\"},\"object\":\(object)}}"
    }
}
