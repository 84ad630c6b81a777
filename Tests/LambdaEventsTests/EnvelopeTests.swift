import FoundationEssentials
import LambdaEvents
import Testing

/// Events as AWS's documentation shows them.
@Suite struct EnvelopeTests {
    static let eventBridge = """
        {
          "version": "0",
          "id": "17793124-05d4-b198-2fde-7ededc63b103",
          "detail-type": "Object Created",
          "source": "aws.s3",
          "account": "111122223333",
          "time": "2021-11-12T00:00:00Z",
          "region": "ca-central-1",
          "resources": ["arn:aws:s3:::videos"],
          "detail": {
            "version": "0",
            "bucket": {"name": "videos"},
            "object": {
              "key": "a+b%20c.mp4",
              "size": 5,
              "etag": "b1946ac92492d2347c6235b4d2611184",
              "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
              "sequencer": "617f08299329d189"
            },
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": "123456789012",
            "source-ip-address": "1.2.3.4",
            "reason": "PutObject"
          }
        }
        """

    static let eventBridgeRecord = S3EventRecord(
        bucket: "videos", key: "a+b%20c.mp4", rawKey: "a+b%20c.mp4", size: 5, eTag: "b1946ac92492d2347c6235b4d2611184",
        versionID: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", sequencer: "617f08299329d189", eventName: "Object Created")

    static let notificationRecord = S3EventRecord(
        bucket: "videos", key: "summer 2026/café & a+b.mp4", rawKey: "summer+2026/caf%C3%A9+%26+a%2Bb.mp4", size: 1024,
        eTag: "0123456789abcdef0123456789abcdef", sequencer: "0A1B2C3D4E5F678901", eventName: "ObjectCreated:Put")

    /// What SNS sends to a queue.
    static func sns(_ message: String) -> String {
        """
        {"Type": "Notification", "MessageId": "63a3f6b6-d533-4a47-aef9-fcf5cf758c76",
         "TopicArn": "arn:aws:sns:us-west-2:123456789012:MyTopic", "Subject": "Amazon S3 Notification",
         "Message": \(quoted(message)), "Timestamp": "2012-03-29T05:12:16.901Z", "SignatureVersion": "1",
         "Signature": "EXAMPLE", "UnsubscribeURL": "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe"}
        """
    }

    /// What SNS sends to a function.
    static func snsRecord(_ message: String) -> String {
        """
        {"Records": [{"EventVersion": "1.0",
          "EventSubscriptionArn": "arn:aws:sns:us-east-1:123456789012:sns-lambda:21be56ed-a058-49f5-8c98-aedd2564c486",
          "EventSource": "aws:sns",
          "Sns": {"SignatureVersion": "1", "Timestamp": "2019-01-02T12:45:07.000Z", "Signature": "EXAMPLE",
            "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e", "Message": \(quoted(message)), "MessageAttributes": {},
            "Type": "Notification", "TopicArn": "arn:aws:sns:us-east-1:123456789012:sns-lambda", "Subject": null}}]}
        """
    }

    static func sqs(_ bodies: [String], queue: String = "my-queue") -> String {
        let records = bodies.enumerated().map { number, body in
            """
            {"messageId": "m\(number)", "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
             "body": \(quoted(body)),
             "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183",
               "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": "1545082649185"},
             "messageAttributes": {}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
             "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:\(queue)", "awsRegion": "us-east-2"}
            """
        }
        return "{\"Records\": [\(records.joined(separator: ","))]}"
    }

    static func quoted(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }

    @Test func `EventBridge does not encode keys, and has names of its own`() throws {
        #expect(try LambdaEvent.decode(Self.eventBridge.utf8) == .objects([Self.eventBridgeRecord]))
        #expect(Self.eventBridgeRecord.isCreation)
    }

    @Test(arguments: ["Object Deleted", "Object Restore Completed", "Object Tags Added"])
    func `Of EventBridge, only a creation is one`(detailType: String) throws {
        let event = Self.eventBridge.replacing("Object Created", with: detailType)
        guard case .objects(let records) = try LambdaEvent.decode(event.utf8) else { throw EventError.none }
        #expect(records.map(\.isCreation) == [false])
    }

    @Test func `An event of another service through EventBridge is refused`() {
        let event =
            #"{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{"state":"x"}}"#
        #expect(throws: EventError(code: .unknownEvent, message: "source aws.ec2 is not aws.s3")) {
            try LambdaEvent.decode(event.utf8)
        }
    }

    @Test(arguments: [
        (S3EventTests.put, notificationRecord), (eventBridge, eventBridgeRecord),
    ])
    func `SNS wraps what it is given`(message: String, record: S3EventRecord) throws {
        #expect(try LambdaEvent.decode(Self.snsRecord(message).utf8) == .objects([record]))
    }

    @Test func `S3's test event through SNS tells of no object`() throws {
        let test = #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"videos"}"#
        #expect(try LambdaEvent.decode(Self.snsRecord(test).utf8) == .objects([]))
    }

    @Test func `Each message of a queue is read by itself: S3, SNS, EventBridge, by hand, a test, and what is none`()
        throws
    {
        let event = Self.sqs([
            S3EventTests.put, Self.sns(S3EventTests.put), Self.eventBridge, #"{"bucket":"b","key":"a+b.mp4"}"#,
            #"{"Service":"Amazon S3","Event":"s3:TestEvent"}"#, "hello", "{}",
        ])
        guard case .messages(let messages) = try LambdaEvent.decode(event.utf8) else { throw EventError.none }
        #expect(messages.map(\.id) == ["m0", "m1", "m2", "m3", "m4", "m5", "m6"])
        #expect(!messages.contains { $0.isOrdered })
        #expect(messages[0].objects == .success([Self.notificationRecord]))
        #expect(messages[1].objects == .success([Self.notificationRecord]))
        #expect(messages[2].objects == .success([Self.eventBridgeRecord]))
        #expect(messages[3].objects == .success([S3EventRecord(bucket: "b", key: "a+b.mp4", rawKey: "a+b.mp4")]))
        #expect(messages[4].objects == .success([]))
        let codes = messages[5...].map { message -> EventError.Code? in
            if case .failure(let error) = message.objects { error.code } else { nil }
        }
        #expect(codes == [.invalidJSON, .unknownEvent])
    }

    @Test func `A FIFO queue is known by its name`() throws {
        let event = Self.sqs(["{}"], queue: "my-queue.fifo")
        guard case .messages(let messages) = try LambdaEvent.decode(event.utf8) else { throw EventError.none }
        #expect(messages.map(\.isOrdered) == [true])
    }

    @Test func `Messages are not opened without end`() throws {
        let nested = Self.sqs([Self.sns(Self.sns(Self.sns(S3EventTests.put)))])
        guard case .messages(let messages) = try LambdaEvent.decode(nested.utf8),
            case .failure(let error) = messages[0].objects
        else { throw EventError.none }
        #expect(error.code == .unknownEvent)
    }

    @Test func `A queue in a queue, and a mixture, are refused`() throws {
        guard case .messages(let messages) = try LambdaEvent.decode(Self.sqs([Self.sqs(["{}"])]).utf8),
            case .failure(let error) = messages[0].objects
        else { throw EventError.none }
        #expect(error.code == .unknownEvent)
        let mixture = """
            {"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"{}"},
                        {"s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}
            """
        #expect(throws: EventError.self) { try LambdaEvent.decode(mixture.utf8) }
    }

    @Test(arguments: [
        ("1.0", #""s3BucketArn": "arn:aws:s3:::videos""#), ("2.0", #""s3Bucket": "videos""#),
        ("1.0", #""s3BucketArn": "arn:aws-cn:s3:::videos""#),
    ])
    func `A task of S3 Batch Operations names its object in two ways`(version: String, bucket: String) throws {
        let event = """
            {
              "invocationSchemaVersion": "\(version)",
              "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
              "job": {"id": "f3cc4f60-61f6-4a2b-8a21-d07600c373ce", "userArguments": {"k1": "v1"}},
              "tasks": [
                {"taskId": "dGFza2lkZ29lc2hlcmUK", "s3Key": "summer+2026/caf%C3%A9.mp4", "s3VersionId": null, \(bucket)},
                {"taskId": "2", "s3Key": "b.mp4", "s3VersionId": "v1", \(bucket)},
                {"taskId": "3", "s3Key": "%zz", \(bucket)},
                {"taskId": "4", "s3Key": "b.mp4"}
              ]
            }
            """
        guard case .batch(let invocation) = try LambdaEvent.decode(event.utf8) else { throw EventError.none }
        #expect(invocation.schemaVersion == version)
        #expect(invocation.id == "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo")
        #expect(invocation.tasks.map(\.id) == ["dGFza2lkZ29lc2hlcmUK", "2", "3", "4"])
        #expect(
            invocation.tasks[0].object
                == .success(
                    S3EventRecord(
                        bucket: "videos", key: "summer 2026/café.mp4", rawKey: "summer+2026/caf%C3%A9.mp4")))
        #expect(
            invocation.tasks[1].object
                == .success(S3EventRecord(bucket: "videos", key: "b.mp4", rawKey: "b.mp4", versionID: "v1")))
        let codes = invocation.tasks[2...].map { task -> EventError.Code? in
            if case .failure(let error) = task.object { error.code } else { nil }
        }
        #expect(codes == [.invalidKey, .missingField])
    }

    @Test func `A batch of another version is refused`() {
        let event = #"{"invocationSchemaVersion":"3.0","invocationId":"i","job":{"id":"j"},"tasks":[]}"#
        #expect(throws: EventError.self) { try LambdaEvent.decode(event.utf8) }
    }

    @Test func `By hand, a bucket and a key are enough, and the key is as it is`() throws {
        let event = #"{"bucket":"videos","key":"a+b%20c.mp4","versionId":"v7"}"#
        let record = S3EventRecord(bucket: "videos", key: "a+b%20c.mp4", rawKey: "a+b%20c.mp4", versionID: "v7")
        #expect(try LambdaEvent.decode(event.utf8) == .objects([record]))
        #expect(record.isCreation)
        #expect(throws: EventError(code: .missingField, message: "bucket is missing")) {
            try LambdaEvent.decode(#"{"key":"a.mp4"}"#.utf8)
        }
    }

    @Test func `Answers are as their receivers want them`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        #expect(
            try text(QueueAnswer(failures: ["m1", "m4"]))
                == #"{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m4"}]}"#)
        #expect(try text(QueueAnswer(failures: [])) == #"{"batchItemFailures":[]}"#)
        let invocation = S3BatchInvocation(schemaVersion: "1.0", id: "i", tasks: [])
        let answer = S3BatchAnswer(
            to: invocation,
            [
                .init(task: "1", .succeeded, "ok"), .init(task: "2", .temporaryFailure, "later"),
                .init(task: "3", .permanentFailure, String(repeating: "x", count: 5_000)),
            ])
        #expect(
            try text(answer) == """
                {"invocationId":"i","invocationSchemaVersion":"1.0","results":\
                [{"resultCode":"Succeeded","resultString":"ok","taskId":"1"},\
                {"resultCode":"TemporaryFailure","resultString":"later","taskId":"2"},\
                {"resultCode":"PermanentFailure","resultString":"\(String(repeating: "x", count: 1_000))","taskId":"3"}],\
                "treatMissingKeysAs":"TemporaryFailure"}
                """)
    }
}

extension EventError {
    /// For tests that find another kind of event than they made.
    fileprivate static let none = EventError(code: .unknownEvent, message: "not the event that was made")
}
