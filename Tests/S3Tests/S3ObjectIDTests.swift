import S3
import Testing

@Suite("Object IDs")
struct S3ObjectIDTests {
    @Test(
        "An s3 URL is a bucket and a key, taken literally",
        arguments: [
            ("s3://b/k", "b", "k"), ("S3://b/a/b c+%20?#é.mp4", "b", "a/b c+%20?#é.mp4"), ("s3://b//k/", "b", "/k/"),
        ])
    func urls(url: String, bucket: String, key: String) {
        #expect(S3ObjectID(url: url) == S3ObjectID(bucket: bucket, key: key))
    }

    @Test("What is no s3 URL is nil", arguments: ["", "s3://", "s3://b", "s3://b/", "s3:///k", "https://b/k", "b/k"])
    func badURLs(url: String) {
        #expect(S3ObjectID(url: url) == nil)
    }

    @Test("Keys are equal when their bytes are")
    func equality() {
        let composed = S3ObjectID(bucket: "b", key: "\u{E9}")
        let decomposed = S3ObjectID(bucket: "b", key: "e\u{301}")
        #expect(composed.key == decomposed.key)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }
}
