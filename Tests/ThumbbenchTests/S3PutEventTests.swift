import FoundationEssentials
import LambdaEvents
import Testing

@testable import thumbbench

struct S3PutEventTests {
    @Test(arguments: [
        ("videos/a b.mp4", "videos/a+b.mp4"), ("a+b&c=d", "a%2Bb%26c%3Dd"), ("동영상", "%EB%8F%99%EC%98%81%EC%83%81"),
        ("x_-.*", "x_-.*"), ("//🎬", "//%F0%9F%8E%AC"),
    ])
    func `Keys are form-encoded as S3 does`(key: String, encoded: String) {
        #expect(S3PutEvent.formEncoded(key) == encoded)
    }

    @Test func `The function's own decoder reads back what was put in`() throws {
        let key = "videos/1/a b+c & 동영상 🎬.mp4"
        let event = try S3PutEvent(
            bucket: "thumbbench", key: key, size: 1_234, eTag: "\"abc\"", region: "us-east-1",
            date: Date(timeIntervalSince1970: 0)
        ).json
        guard case .objects(let records) = try LambdaEvent.decode(event) else {
            Issue.record("not an S3 event")
            return
        }
        #expect(records.count == 1)
        #expect(records.first?.bucket == "thumbbench")
        #expect(records.first?.key == key)
        #expect(records.first?.size == 1_234)
        #expect(records.first?.eTag == "abc")
        #expect(String(decoding: event, as: UTF8.self).contains("1970-01-01T00:00:00.000Z"))
    }
}
