import LambdaRuntime
import Loopback
import TestSupport
import Testing

@testable import ThumbnailFunction

@Suite("One event", .timeLimit(.minutes(15)))
struct EventHandlerTests {
    @Test("A video's thumbnail is put beside it with type and source, and asked for once")
    func created() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "my clip.mp4")
            let answer = try await stage.handle(Event.of("my+clip.mp4"))

            let thumbnail = try #require(stage.storage.object(bucket: "videos", key: "thumbnails/my clip.mp4.jpg"))
            let video = try #require(stage.storage.object(bucket: "videos", key: "my clip.mp4"))
            #expect(thumbnail.contentType == "image/jpeg")
            #expect(
                thumbnail.metadata == [
                    "source-bucket": "videos", "source-etag": video.eTag.filter { $0 != "\"" },
                    "thumbnail-options": "keyframe at 10.0 %, inside 480x-, quality 80",
                ])
            #expect(
                answer == """
                    {"thumbnails":[{"bytes":\(thumbnail.size),"height":270,"result":"created",\
                    "source":{"bucket":"videos","key":"my clip.mp4"},\
                    "thumbnail":{"bucket":"videos","key":"thumbnails/my clip.mp4.jpg"},"width":480}]}
                    """)
            guard case .bytes(let jpeg) = thumbnail.content else { throw TestSupportError("no bytes") }
            let picture = try await DecodedJPEG(jpeg)
            #expect(picture.width == 480 && picture.height == 270)
            #expect(picture.rgb(atRelative: 0.5, 0.5).isClose(to: ColourVideo.colour(at: 0)))

            #expect(stage.written == ["videos/thumbnails/my clip.mp4.jpg"])
            let heads = stage.storage.records.filter { $0.method == "HEAD" }
            #expect(heads.map(\.key) == ["thumbnails/my clip.mp4.jpg"])
        }
    }

    @Test("Settings choose bucket, prefix, time, size")
    func settings() async throws {
        let settings = [
            "THUMBNAIL_BUCKET": "pictures", "THUMBNAIL_PREFIX": "", "THUMBNAIL_TIME": "3.5", "THUMBNAIL_WIDTH": "160",
        ]
        try await FunctionStage.run(settings: settings) { stage in
            stage.storage.createBucket("pictures")
            try await stage.store(.mp4IndexFirst, as: "a.mp4")
            try await stage.handle(Event.of("a.mp4"))
            #expect(stage.written == ["pictures/a.mp4.jpg"])
            let thumbnail = try #require(stage.storage.object(bucket: "pictures", key: "a.mp4.jpg"))
            guard case .bytes(let jpeg) = thumbnail.content else { throw TestSupportError("no bytes") }
            let picture = try await DecodedJPEG(jpeg)
            #expect(picture.width == 160 && picture.height == 90)
            #expect(picture.rgb(atRelative: 0.5, 0.5).isClose(to: ColourVideo.colour(at: 3.5)))
        }
    }

    @Test(
        "A size and an ETag that somebody made up, as sam local generate-event does, harm nothing",
        arguments: [0, 1, 1024, 1 << 40] as [Int64])
    func madeUpSize(size: Int64) async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "test.mp4")
            let fields =
                "\"size\":\(size),\"eTag\":\"0123456789abcdef0123456789abcdef\",\"sequencer\":\"0A1B2C3D4E5F678901\""
            let record = Event.record("test.mp4", name: "ObjectCreated:Put", fields: fields)
            try await stage.handle(Event.records([record]))

            let thumbnail = try #require(stage.storage.object(bucket: "videos", key: "thumbnails/test.mp4.jpg"))
            let video = try #require(stage.storage.object(bucket: "videos", key: "test.mp4"))
            #expect(thumbnail.metadata["source-etag"].map { "\"\($0)\"" } == video.eTag)
        }
    }

    @Test("All records are tried, and the error is that of the first which failed")
    func severalRecords() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.store(.text, as: "notes.txt")
            try await stage.store(.webM, as: "b.webm")
            let error = try await stage.failure(Event.of("a.mp4", "missing.mp4", "notes.txt", "b.webm"))
            #expect(error.errorType == "Thumbnail.NoSuchKey")
            #expect(error.message.contains("s3://videos/missing.mp4"))
            #expect(stage.written == ["videos/thumbnails/a.mp4.jpg", "videos/thumbnails/b.webm.jpg"])
        }
    }

    @Test("Removals and own output are skipped without a request, and said to be")
    func skipped() async throws {
        try await FunctionStage.run { stage in
            let answer = try await stage.handle(
                Event.records([
                    Event.record("a.mp4", name: "ObjectRemoved:Delete"),
                    Event.record("thumbnails/a.mp4.jpg", name: "ObjectCreated:Put"),
                ]))
            #expect(stage.storage.records.isEmpty)
            #expect(
                answer == """
                    {"thumbnails":[{"reason":"the event is no creation","result":"skipped",\
                    "source":{"bucket":"videos","key":"a.mp4"}},\
                    {"reason":"the object is a thumbnail","result":"skipped",\
                    "source":{"bucket":"videos","key":"thumbnails/a.mp4.jpg"}}]}
                    """)
        }
    }

    @Test(
        "S3's test event and an event without records are answered, and nothing is asked for",
        arguments: [
            #"{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"videos"}"#,
            #"{"Records":[]}"#,
        ])
    func nothingToDo(event: String) async throws {
        try await FunctionStage.run { stage in
            let answer = try await stage.handle(event)
            #expect(answer == #"{"thumbnails":[]}"#)
            #expect(stage.storage.records.isEmpty)
        }
    }

    @Test(
        "Events that cannot be read have codes of their own",
        arguments: [
            ("", "Thumbnail.InvalidJSON"), ("{", "Thumbnail.InvalidJSON"), ("{}", "Thumbnail.UnknownEvent"),
            (#"{"Records":[{"eventSource":"aws:dynamodb","dynamodb":{}}]}"#, "Thumbnail.UnknownEvent"),
            (#"{"Records":[{"s3":{"bucket":{"name":"videos"},"object":{}}}]}"#, "Thumbnail.MissingField"),
            (Event.of("%zz"), "Thumbnail.InvalidKey"),
        ])
    func unreadable(event: String, errorType: String) async throws {
        try await FunctionStage.run { stage in
            let error = try await stage.failure(event)
            #expect(error.errorType == errorType, "\(error.message)")
        }
    }

    @Test(
        "Settings that cannot be used end the set-up, with S3's among them",
        arguments: [
            (["THUMBNAIL_QUALITY": "0"], "Thumbnail.InvalidConfiguration"),
            (["AWS_REGION": "evil.example/"], "Thumbnail.InvalidConfiguration"),
            (["AWS_ENDPOINT_URL_S3": "no url"], "Thumbnail.InvalidConfiguration"),
        ])
    func invalidSettings(settings: [String: String], errorType: String) async throws {
        try await FunctionStage.run(settings: settings) { stage in
            let error = try await stage.failure(Event.of("a.mp4"))
            #expect(error.errorType == errorType, "\(error.message)")
        }
    }
}
