import FoundationEssentials
import LambdaRuntime
import Loopback
import TestSupport
import Testing

@testable import ThumbnailFunction

@Suite("When there is no thumbnail", .timeLimit(.minutes(15)))
struct FailureTests {
    @Test(
        "The error says why, names the object, and nothing is written",
        arguments: [
            (Fixture.text, "Thumbnail.NotVideo"), (.audioOnly, "Thumbnail.NoVideoStream"),
            (.empty, "Thumbnail.EmptyObject"), (.mp4CutInHalf, "Thumbnail.Truncated"),
            (.mp4Damaged, "Thumbnail.Corrupt"),
            (.mp4Huge, "Thumbnail.TooLarge"), (.picturePNG, "Thumbnail.NotVideo"),
        ])
    func unusable(fixture: Fixture, errorType: String) async throws {
        try await FunctionStage.run { stage in
            try await stage.store(fixture, as: "a.mp4")
            let error = try await stage.failure(Event.of("a.mp4"))
            #expect(error.errorType == errorType, "\(error.message)")
            #expect(error.message.hasPrefix("s3://videos/a.mp4: "))
            #expect(stage.written.isEmpty)
        }
    }

    @Test("A missing key and a missing bucket are told apart")
    func missing() async throws {
        try await FunctionStage.run { stage in
            let missingKey = try await stage.failure(Event.of("a.mp4"))
            #expect(missingKey.errorType == "Thumbnail.NoSuchKey", "\(missingKey.message)")
            let missingBucket = try await stage.failure(Event.of("a.mp4", bucket: "none"))
            #expect(missingBucket.errorType == "Thumbnail.NoSuchBucket", "\(missingBucket.message)")
            #expect(stage.written.isEmpty)
        }
    }

    @Test("A thumbnail that cannot be put is a failure")
    func missingDestination() async throws {
        try await FunctionStage.run(settings: ["THUMBNAIL_BUCKET": "none"]) { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let error = try await stage.failure(Event.of("a.mp4"))
            #expect(error.errorType == "Thumbnail.NoSuchBucket", "\(error.message)")
        }
    }

    @Test("Before the deadline the function gives up by itself, and writes nothing", arguments: [-60, 0, 0.2])
    func deadline(seconds: Double) async throws {
        try await FunctionStage.run(shape: .init(firstByteDelay: .seconds(60), bytesPerSecond: nil)) { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let error = try await stage.failure(Event.of("a.mp4"), deadline: .now + seconds)
            #expect(error.errorType == "Thumbnail.DeadlineExceeded", "\(error.message)")
            #expect(stage.written.isEmpty)
            #expect(stage.storage.keys(bucket: "videos") == ["a.mp4"])
        }
    }
}
