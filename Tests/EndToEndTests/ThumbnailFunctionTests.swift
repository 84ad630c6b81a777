import Foundation
import TestSupport
import Testing

/// A real S3 server that checks signatures, AWS's own emulator, and the function's own binary.
@Suite("From an S3 event to a JPEG in S3", .timeLimit(.minutes(15)))
struct ThumbnailFunctionEndToEndTests {
    static let difficultKey = "uploads/my clip + 한국어 & 😀.mp4"

    /// Puts a fixture, and makes the event that S3 would send for it.
    static func upload(
        _ fixture: Fixture = .mp4IndexLast, as key: String = difficultKey, to storage: SeaweedFS
    ) async throws -> S3Event {
        let bucket = try await storage.makeBucket()
        let bytes = try await Fixtures.bytes(fixture)
        try await storage.put(bytes, bucket: bucket, key: key)
        let eTag = try await storage.object(bucket: bucket, key: key)?.eTag
        return S3Event(bucket: bucket, key: key, size: bytes.count, eTag: eTag)
    }

    /// Sends one event to the function behind the emulator.
    static func invoke(_ event: [UInt8], environment: [String: String]) async throws -> (FunctionAnswer, log: String) {
        let emulator = try await RuntimeInterfaceEmulator.start(
            function: try BuiltProducts.executable("ThumbnailFunction"),
            environment: TestEnvironment.isolated(environment))
        let answer = try FunctionAnswer(try await emulator.invoke(event))
        let log = emulator.log
        await emulator.stop()
        return (answer, log)
    }

    @Test("A key with a space, +, &, Korean letters and an emoji, through the emulator")
    func throughTheEmulator() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(to: storage)

        let (answer, log) = try await Self.invoke(event.json, environment: storage.environment)

        #expect(answer.errorType == nil, "\(answer.errorMessage ?? "") \(log)")
        try await Self.checkThumbnail(of: event, in: storage)
        #expect(log.contains(#""result":"created""#), "one JSON log line per thumbnail:\n\(log)")
    }

    @Test("The same event through thumbbench invoke")
    func throughThumbbench() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(to: storage)
        let directory = try TestEnvironment.temporaryDirectory(for: "invoke")
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "event.json")
        try Data(event.json).write(to: file)

        let command = try await Command.run(
            BuiltProducts.executable("thumbbench"), ["invoke", "-e", file.path(percentEncoded: false)],
            environment: TestEnvironment.isolated(storage.environment))

        #expect(command.status == 0, "\(command.errorOutput)")
        #expect(try FunctionAnswer(command.output).thumbnails?.map(\.result) == ["created"])
        #expect(command.errorOutput.contains(#""result":"created""#), "the function's log:\n\(command.errorOutput)")
        try await Self.checkThumbnail(of: event, in: storage)
    }

    /// The thumbnail of a colour video with the default settings: 480 wide, from the keyframe before 10 %.
    private static func checkThumbnail(of event: S3Event, in storage: SeaweedFS) async throws {
        let key = "thumbnails/\(event.key).jpg"
        #expect(try await storage.keys(bucket: event.bucket) == [key, event.key].sorted())
        let object = try #require(try await storage.object(bucket: event.bucket, key: key))
        #expect(object.contentType == "image/jpeg")
        let eTag = try #require(event.eTag)
        #expect(object.metadata.values.contains { $0.contains(eTag) }, "the source's ETag in \(object.metadata)")

        let picture = try await DecodedJPEG(object.bytes)
        #expect(picture.width == 480)
        #expect(picture.height == 270)
        let colour = ColourVideo.colour(at: 0)
        for (x, y, expected) in [(0.05, 0.05, RGB.white), (0.2, 0.2, .white), (0.5, 0.5, colour), (0.95, 0.05, colour)]
        {
            let pixel = picture.rgb(atRelative: x, y)
            #expect(pixel.isClose(to: expected), "\(pixel) instead of \(expected) at \(x), \(y)")
        }
    }

    @Test("The environment chooses bucket, prefix, size and time")
    func settings() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "clip.mp4", to: storage)
        let target = try await storage.makeBucket()
        let settings = [
            "THUMBNAIL_BUCKET": target, "THUMBNAIL_PREFIX": "small/", "THUMBNAIL_WIDTH": "320", "THUMBNAIL_TIME": "3.5",
        ]

        let (answer, log) = try await Self.invoke(
            event.json, environment: storage.environment.merging(settings) { $1 })

        let outcome = try #require(answer.thumbnails?.first, "\(answer.errorMessage ?? "") \(log)")
        #expect(outcome.source == .init(bucket: event.bucket, key: "clip.mp4"))
        #expect(outcome.thumbnail == .init(bucket: target, key: "small/clip.mp4.jpg"))
        #expect(try await storage.keys(bucket: event.bucket) == ["clip.mp4"])
        let object = try #require(try await storage.object(bucket: target, key: "small/clip.mp4.jpg"))
        #expect(outcome.bytes == object.bytes.count)
        let picture = try await DecodedJPEG(object.bytes)
        #expect(picture.width == 320 && picture.height == 180)
        #expect(picture.rgb(atRelative: 0.5, 0.5).isClose(to: ColourVideo.colour(at: 3.5)))
    }

    @Test(
        "Events made by hand: with only the two names, and sam's, whose size and ETag are made up",
        arguments: ["talk.json", "s3-put.json"])
    func eventsMadeByHand(file: String) async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "test.mp4", to: storage)
        let json = try String(
            contentsOf: BuiltProducts.packageDirectory.appending(path: "docker/events/\(file)"), encoding: .utf8)

        let (answer, log) = try await Self.invoke(
            Array(json.replacing("help-me-sam", with: event.bucket).utf8), environment: storage.environment)

        #expect(answer.thumbnails?.map(\.result) == ["created"], "\(answer) \(log)")
        try await Self.checkThumbnail(of: event, in: storage)
    }

    @Test("What comes twice is done once, and what comes again in a queue or a batch is answered as they want it")
    func repeated() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "clip.mp4", to: storage)
        let emulator = try await RuntimeInterfaceEmulator.start(
            function: try BuiltProducts.executable("ThumbnailFunction"),
            environment: TestEnvironment.isolated(storage.environment))
        func answer(_ event: [UInt8]) async throws -> FunctionAnswer {
            try FunctionAnswer(try await emulator.invoke(event))
        }
        #expect(try await answer(event.json).thumbnails?.map(\.result) == ["created"])
        #expect(try await answer(event.json).thumbnails?.map(\.result) == ["skipped"])

        // A new version of the video, with the same sequencer as before: a condition on what is there replaces it.
        try await storage.put(try await Fixtures.bytes(.webM), bucket: event.bucket, key: "clip.mp4")
        var replaced = event
        replaced.eTag = try await storage.object(bucket: event.bucket, key: "clip.mp4")?.eTag
        #expect(try await answer(replaced.json).thumbnails?.map(\.result) == ["created"])
        #expect(try await answer(replaced.json).thumbnails?.map(\.result) == ["skipped"])

        let body = try JSONSerialization.data(withJSONObject: [
            "Records": [
                [
                    "messageId": "good", "eventSource": "aws:sqs",
                    "body": String(decoding: try event.json, as: UTF8.self),
                ],
                ["messageId": "bad", "eventSource": "aws:sqs", "body": #"{"bucket":"none","key":"none"}"#],
            ]
        ])
        let queue = try await emulator.invoke(Array(body))
        #expect(String(decoding: queue, as: UTF8.self) == #"{"batchItemFailures":[{"itemIdentifier":"bad"}]}"#)
        await emulator.stop()
    }

    @Test("The function leaves its own output alone")
    func ownOutput() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "thumbnails/x.jpg", to: storage)

        let (answer, log) = try await Self.invoke(event.json, environment: storage.environment)

        #expect(answer.thumbnails?.map(\.result) == ["skipped"], "\(answer) \(log)")
        #expect(try await storage.keys(bucket: event.bucket) == [event.key])
    }

    @Test("A thumbnail is known by its metadata where its key tells nothing")
    func ownMetadata() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "clip.mp4", to: storage)
        _ = try await Self.invoke(event.json, environment: storage.environment)
        let keys = try await storage.keys(bucket: event.bucket)
        #expect(keys == ["clip.mp4", "thumbnails/clip.mp4.jpg"])

        var again = event
        again.key = "thumbnails/clip.mp4.jpg"
        let (answer, log) = try await Self.invoke(
            again.json, environment: storage.environment.merging(["THUMBNAIL_PREFIX": "small/"]) { $1 })

        #expect(answer.thumbnails?.map(\.result) == ["skipped"], "\(answer) \(log)")
        #expect(log.contains("the object is a thumbnail"), "\(log)")
        #expect(try await storage.keys(bucket: event.bucket) == keys)
    }

    @Test("An event that the emulator cuts off is called truncated, and the next one works")
    func truncatedEvent() async throws {
        let storage = try await SeaweedFS.shared()
        let event = try await Self.upload(as: "clip.mp4", to: storage)
        let emulator = try await RuntimeInterfaceEmulator.start(
            function: try BuiltProducts.executable("ThumbnailFunction"),
            environment: TestEnvironment.isolated(storage.environment))
        let padding = String(repeating: "x", count: 7_000_000)

        let cutOff = try FunctionAnswer(try await emulator.invoke(Array(#"{"Records":[],"x":"\#(padding)"}"#.utf8)))
        #expect(cutOff.errorType == "Runtime.PayloadTruncated")
        let message = try #require(cutOff.errorMessage).replacing(",", with: "").replacing(" ", with: "")
        #expect(message.contains("6291556") || message.contains("6MiB"), "the limit's name in: \(message)")

        let next = try FunctionAnswer(try await emulator.invoke(try event.json))
        #expect(next.thumbnails?.map(\.result) == ["created"], "\(emulator.log)")
        await emulator.stop()
    }
}
