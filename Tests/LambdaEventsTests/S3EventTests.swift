import LambdaEvents
import Testing

@Suite struct S3EventTests {
    /// As `sam local generate-event s3 put` writes it.
    static let put = """
        {
          "Records": [
            {
              "eventVersion": "2.0",
              "eventSource": "aws:s3",
              "awsRegion": "us-east-1",
              "eventTime": "1970-01-01T00:00:00.000Z",
              "eventName": "ObjectCreated:Put",
              "userIdentity": {"principalId": "EXAMPLE"},
              "requestParameters": {"sourceIPAddress": "127.0.0.1"},
              "responseElements": {
                "x-amz-request-id": "EXAMPLE123456789",
                "x-amz-id-2": "EXAMPLE123/5678abcdefghijklambdaisawesome/mnopqrstuvwxyzABCDEFGH"
              },
              "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "testConfigRule",
                "bucket": {
                  "name": "videos",
                  "ownerIdentity": {"principalId": "EXAMPLE"},
                  "arn": "arn:aws:s3:::videos"
                },
                "object": {
                  "key": "summer+2026/caf%C3%A9+%26+a%2Bb.mp4",
                  "size": 1024,
                  "eTag": "0123456789abcdef0123456789abcdef",
                  "sequencer": "0A1B2C3D4E5F678901"
                }
              }
            }
          ]
        }
        """

    @Test func `a put notification names the object that was made`() throws {
        let record = S3EventRecord(
            bucket: "videos", key: "summer 2026/café & a+b.mp4", rawKey: "summer+2026/caf%C3%A9+%26+a%2Bb.mp4",
            size: 1024, eTag: "0123456789abcdef0123456789abcdef", versionID: nil, sequencer: "0A1B2C3D4E5F678901",
            eventName: "ObjectCreated:Put")
        #expect(try LambdaEvent.decode(Self.put.utf8) == .objects([record]))
        #expect(record.isCreation)
    }

    @Test func `the names of bucket and object are enough`() throws {
        let event = #"{"Records":[{"s3":{"bucket":{"name":"help-me-sam"},"object":{"key":"test.mp4"}}}]}"#
        let record = S3EventRecord(bucket: "help-me-sam", key: "test.mp4", rawKey: "test.mp4")
        #expect(try LambdaEvent.decode(event.utf8) == .objects([record]))
        #expect(record.isCreation)
    }

    @Test func `records keep their order, and a removal its event name`() throws {
        let event = """
            {"Records":[
              {"eventVersion":"2.1","eventName":"ObjectRemoved:DeleteMarkerCreated",
               "s3":{"bucket":{"name":"b"},"object":{"key":"gone.mp4","versionId":"v2","sequencer":"00A"}}},
              {"eventVersion":"2.6","eventName":"ObjectCreated:CompleteMultipartUpload",
               "s3":{"bucket":{"name":"b"},"object":{"key":"new.mp4","size":6000000000,"versionId":"v1"}}}]}
            """
        guard case .objects(let records) = try LambdaEvent.decode(event.utf8) else {
            Issue.record("not an S3 event")
            return
        }
        #expect(
            records.map(\.eventName) == ["ObjectRemoved:DeleteMarkerCreated", "ObjectCreated:CompleteMultipartUpload"])
        #expect(records.map(\.isCreation) == [false, true])
        #expect(records.map(\.size) == [nil, 6_000_000_000])
        #expect(records.map(\.versionID) == ["v2", "v1"])
    }

    @Test func `the test event of a new notification is recognised`() throws {
        let event = """
            {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"videos",
             "RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}
            """
        #expect(try LambdaEvent.decode(event.utf8) == .s3Test)
    }

    @Test(arguments: ["2", "2.0", "2.1", "2.99"])
    func `minor versions may grow`(version: String) throws {
        #expect(
            try LambdaEvent.decode(event(version: version).utf8)
                == .objects([S3EventRecord(bucket: "b", key: "k", rawKey: "k")]))
    }

    @Test(arguments: ["1.0", "3.0", "20.1", ""])
    func `another major version is refused`(version: String) {
        #expect(code(of: event(version: version)) == .unknownEvent)
    }

    @Test(arguments: [
        ("", EventError.Code.invalidJSON),
        (#"{"Records":[{"s3":{"bucket":{"name":"b"},"obj"#, .invalidJSON),
        ("{}", .unknownEvent),
        ("[1, 2]", .unknownEvent),
        (#""text""#, .unknownEvent),
        (#"{"Records":null}"#, .unknownEvent),
        (#"{"Records":[{"eventSource":"aws:dynamodb","dynamodb":{}}]}"#, .unknownEvent),
        (#"{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}"#, .missingField),
        (#"{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"{}"}}]}"#, .unknownEvent),
        (#"{"Records":[{"s3":{"object":{"key":"k"}}}]}"#, .missingField),
        (#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":7}}}]}"#, .missingField),
        (#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"a%2"}}}]}"#, .invalidKey),
        (#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"a%ZZ"}}}]}"#, .invalidKey),
        (#"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"%FF%FE"}}}]}"#, .invalidKey),
    ])
    func `what cannot be read says why`(event: String, expected: EventError.Code) {
        #expect(code(of: event) == expected)
    }

    @Test func `a missing field is named with its path`() {
        let event = #"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{}}}]}"#
        let error = #expect(throws: EventError.self) { try LambdaEvent.decode(event.utf8) }
        #expect(error?.message == "Records[0].s3.object.key is missing")
        #expect(error?.isTransient == false)
    }

    private func event(version: String) -> String {
        #"{"Records":[{"eventVersion":"\#(version)","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}"#
    }

    private func code(of event: String) -> EventError.Code? {
        do {
            _ = try LambdaEvent.decode(event.utf8)
            return nil
        } catch {
            return error.code
        }
    }
}
