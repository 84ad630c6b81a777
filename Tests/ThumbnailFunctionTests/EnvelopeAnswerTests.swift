import Loopback
import TestSupport
import Testing

@testable import ThumbnailFunction

@Suite("Each sender gets the answer that it understands", .timeLimit(.minutes(15)))
struct EnvelopeAnswerTests {
    private func queue(_ bodies: [String], name: String = "queue") -> String {
        let messages = bodies.enumerated().map { number, body in
            """
            {"messageId":"m\(number)","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:1:\(name)",\
            "body":"\(body.replacing("\"", with: "\\\""))"}
            """
        }
        return Event.records(messages)
    }

    @Test("SQS is told which messages failed, each for itself")
    func messages() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.store(.text, as: "notes.txt")
            let answer = try await stage.handle(
                queue([
                    Event.of("a.mp4"), Event.of("notes.txt"), "hello", Event.of("missing.mp4", "a.mp4"),
                    #"{"Event":"s3:TestEvent"}"#, Event.of("a.mp4"),
                ]))
            #expect(
                answer == """
                    {"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"},{"itemIdentifier":"m3"}]}
                    """)
            #expect(Set(stage.written) == ["videos/thumbnails/a.mp4.jpg"])
        }
    }

    @Test("After a failure nothing more of a FIFO queue is done")
    func ordered() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.store(.webM, as: "b.webm")
            let answer = try await stage.handle(
                queue([Event.of("a.mp4"), Event.of("missing.mp4"), Event.of("b.webm")], name: "queue.fifo"))
            #expect(answer == #"{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]}"#)
            #expect(stage.written == ["videos/thumbnails/a.mp4.jpg"])
        }
    }

    @Test("S3 Batch Operations is told what became of each task, and whether trying again can help")
    func batch() async throws {
        try await FunctionStage.run(settings: ["AWS_MAX_ATTEMPTS": "1"]) { stage in
            try await stage.store(.mp4IndexLast, as: "a b.mp4")
            try await stage.store(.text, as: "notes.txt")
            try await stage.store(.webM, as: "down.webm")
            stage.storage.inject(
                FaultPlan([.init(.error(.slowDown), at: 1...99, method: "GET", keyPrefix: "down")]))
            let tasks = ["a+b.mp4", "notes.txt", "down.webm", "thumbnails/x.jpg", "%zz"].enumerated().map {
                #"{"taskId":"t\#($0)","s3Key":"\#($1)","s3BucketArn":"arn:aws:s3:::videos"}"#
            }
            let answer = try await stage.handle(
                #"{"invocationSchemaVersion":"1.0","invocationId":"i","job":{"id":"j"},"#
                    + #""tasks":[\#(tasks.joined(separator: ","))]}"#)
            let codes = answer.matches(of: /"resultCode":"(\w+)"/).map { String($0.1) }
            #expect(
                codes == ["Succeeded", "PermanentFailure", "TemporaryFailure", "Succeeded", "PermanentFailure"])
            #expect(answer.contains(#""resultString":"created s3://videos/thumbnails/a b.mp4.jpg","taskId":"t0""#))
            #expect(answer.contains(#""resultString":"notVideo: s3://videos/notes.txt: "#))
            #expect(answer.contains(#""resultString":"skipped: the object is a thumbnail""#))
            #expect(answer.contains(#""invocationId":"i","invocationSchemaVersion":"1.0""#))
        }
    }

    @Test("Through EventBridge, SNS and by hand, the answer is that of S3")
    func others() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a b.mp4")
            let events = [
                #"{"source":"aws.s3","detail-type":"Object Created","detail":"#
                    + #"{"bucket":{"name":"videos"},"object":{"key":"a b.mp4"}}}"#,
                #"{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"#
                    + #""{\"bucket\":\"videos\",\"key\":\"a b.mp4\"}"}}]}"#,
                #"{"bucket":"videos","key":"a b.mp4"}"#,
            ]
            for event in events {
                let answer = try await stage.handle(event)
                #expect(answer.hasPrefix(#"{"thumbnails":[{"bytes":"#), "\(answer)")
            }
            #expect(stage.written.count == 3)
        }
    }
}
