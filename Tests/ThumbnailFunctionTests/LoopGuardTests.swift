import LambdaRuntime
import Loopback
import TestSupport
import Testing

@testable import ThumbnailFunction

/// What the key does not tell: see ``DestinationTests`` for what it does.
@Suite("No thumbnail is made of a thumbnail, wherever it lies", .timeLimit(.minutes(15)))
struct LoopGuardTests {
    private static let elsewhere = ["THUMBNAIL_PREFIX": "small/"]

    private func store(
        _ fixture: Fixture, as key: String, contentType: String, metadata: [String: String] = [:],
        in stage: FunctionStage
    ) async throws {
        try stage.storage.store(
            .bytes(try await Fixtures.bytes(fixture)), bucket: "videos", key: key, contentType: contentType,
            metadata: metadata)
    }

    @Test("One that another function made is known by its metadata, with no request more than a video takes")
    func ownMetadata() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.handle(Event.of("a.mp4"))
            stage.storage.resetRecords()
            let answer = try await stage.with(settings: Self.elsewhere).handle(Event.of("thumbnails/a.mp4.jpg"))
            #expect(
                answer == """
                    {"thumbnails":[{"reason":"the object is a thumbnail","result":"skipped",\
                    "source":{"bucket":"videos","key":"thumbnails/a.mp4.jpg"}}]}
                    """)
            let requests = stage.storage.records.map(\.method)
            #expect(requests.filter { $0 == "HEAD" }.count == 1)
            #expect(requests.count { $0 == "GET" } <= 2)
            #expect(stage.written.isEmpty)
        }
    }

    @Test("A video that has only some of that metadata is a video")
    func otherMetadata() async throws {
        try await FunctionStage.run { stage in
            let metadata = ["source-bucket": "tapes", "source-etag": "1"]
            try await store(.mp4IndexLast, as: "a.mp4", contentType: "video/mp4", metadata: metadata, in: stage)
            try await stage.handle(Event.of("a.mp4"))
            #expect(stage.written == ["videos/thumbnails/a.mp4.jpg"])
        }
    }

    @Test("What is declared a JPEG and is no video is skipped")
    func picture() async throws {
        try await FunctionStage.run { stage in
            try await store(.pictureJPEG, as: "a.jpg", contentType: "image/jpeg", in: stage)
            let answer = try await stage.handle(Event.of("a.jpg"))
            #expect(answer.contains(#""reason":"the object is a JPEG, not a video","result":"skipped""#))
            #expect(stage.written.isEmpty)
        }
    }

    @Test("A JPEG that is declared a video is a failure, and a video that is declared a JPEG is a video")
    func wrongDeclaration() async throws {
        try await FunctionStage.run { stage in
            try await store(.pictureJPEG, as: "a.mp4", contentType: "video/mp4", in: stage)
            #expect(try await stage.failure(Event.of("a.mp4")).errorType == "Thumbnail.NotVideo")
            try await store(.mp4IndexLast, as: "b.jpg", contentType: "image/jpeg", in: stage)
            try await stage.handle(Event.of("b.jpg"))
            #expect(stage.written == ["videos/thumbnails/b.jpg.jpg"])
        }
    }
}
