import Foundation
import TestSupport
import Testing

/// Everything that commonly goes wrong has a code of its own, whoever asks, and leaves nothing behind in S3.
@Suite("Failures", .timeLimit(.minutes(15)))
struct FailureTests {
    /// The raw values are the codes.
    enum Failure: String, CaseIterable {
        case invalidCredentials, noSuchKey, noSuchBucket, notVideo, noVideoStream, emptyObject, truncated

        var errorType: String { "Thumbnail." + rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

        /// Makes it happen: the object to ask for, and the environment to do it in.
        func arrange(in storage: SeaweedFS) async throws -> (event: S3Event, environment: [String: String]) {
            let fixture: Fixture =
                switch self {
                case .notVideo: .text
                case .noVideoStream: .audioOnly
                case .emptyObject: .empty
                case .truncated: .mp4CutInHalf
                case .invalidCredentials, .noSuchKey, .noSuchBucket: .mp4IndexLast
                }
            var event = try await ThumbnailFunctionEndToEndTests.upload(fixture, as: "video.mp4", to: storage)
            var environment = TestEnvironment.isolated(storage.environment)
            switch self {
            case .invalidCredentials: environment["AWS_SECRET_ACCESS_KEY"] = "another secret"
            case .noSuchKey: event.key = "no-video.mp4"
            case .noSuchBucket: event.bucket = "no-\(event.bucket)"
            case .notVideo, .noVideoStream, .emptyObject, .truncated: break
            }
            return (event, environment)
        }
    }

    @Test("thumbbench extract names the failure, ends with 1 and writes nothing", arguments: Failure.allCases)
    func throughThumbbench(failure: Failure) async throws {
        struct Report: Decodable {
            struct Failure: Decodable {
                var code: String
                var message: String
                var transient: Bool
            }
            var error: Failure
        }
        let storage = try await SeaweedFS.shared()
        let (event, environment) = try await failure.arrange(in: storage)
        let before = try await storage.keys(bucket: event.bucket)
        let directory = try TestEnvironment.temporaryDirectory(for: "extract")
        defer { try? FileManager.default.removeItem(at: directory) }
        let output = directory.appending(path: "out.jpg").path(percentEncoded: false)

        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"),
            ["extract", "s3://\(event.bucket)/\(event.key)", "-o", output, "--json"], environment: environment)

        #expect(command.status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(command.output))
        #expect(report.error.code == failure.rawValue, "\(report.error.message)")
        #expect(!report.error.message.isEmpty)
        #expect(!report.error.transient)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false)).isEmpty)
        #expect(try await storage.keys(bucket: event.bucket) == before)
    }

    @Test("The function names the failure in its answer and writes nothing", arguments: Failure.allCases)
    func throughTheRuntimeAPI(failure: Failure) async throws {
        let storage = try await SeaweedFS.shared()
        let (event, environment) = try await failure.arrange(in: storage)
        let before = try await storage.keys(bucket: event.bucket)

        let (answer, log) = try await ThumbnailFunctionEndToEndTests.invoke(event.json, environment: environment)

        #expect(answer.errorType == failure.errorType, "\(answer.errorMessage ?? "") \(log)")
        #expect(answer.thumbnails == nil)
        #expect(try await storage.keys(bucket: event.bucket) == before)
    }

    @Test("Without --json a failure is one line on standard error")
    func oneLine() async throws {
        let storage = try await SeaweedFS.shared()
        let (event, environment) = try await Failure.noSuchKey.arrange(in: storage)

        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"),
            ["extract", "s3://\(event.bucket)/\(event.key)", "-o", "/dev/null"], environment: environment)

        #expect(command.status == 1)
        #expect(command.output.isEmpty)
        #expect(command.errorOutput.split(separator: "\n").count == 1, "\(command.errorOutput)")
    }

    @Test("An event that fails through thumbbench invoke ends with 1")
    func failingInvocation() async throws {
        let storage = try await SeaweedFS.shared()
        let (event, environment) = try await Failure.notVideo.arrange(in: storage)
        let directory = try TestEnvironment.temporaryDirectory(for: "invoke")
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "event.json")
        try Data(event.json).write(to: file)

        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"), ["invoke", "-e", file.path(percentEncoded: false)],
            environment: environment)

        #expect(command.status == 1)
        #expect(try FunctionAnswer(command.output).errorType == Failure.notVideo.errorType)
    }

    @Test(
        "Wrong usage of thumbbench ends with 64",
        arguments: [
            ["no-such-command"],
            ["extract"],
            ["extract", "in.mp4"],
            ["extract", "in.mp4", "-o", "out.jpg", "--no-such-option"],
            ["extract", "in.mp4", "-o", "out.jpg", "--width", "0"],
            ["extract", "in.mp4", "-o", "out.jpg", "--height", "tall"],
            ["extract", "in.mp4", "-o", "out.jpg", "--quality", "101"],
            ["extract", "in.mp4", "-o", "out.jpg", "--at", "noon"],
            ["invoke"],
            ["run", "--memory", "much"],
        ])
    func wrongUsage(arguments: [String]) async throws {
        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"), arguments, environment: TestEnvironment.isolated())
        #expect(command.status == 64, "\(command.errorOutput)")
        #expect(command.output.isEmpty)
    }
}
