import S3
import Testing

@testable import ThumbnailFunction

@Suite("Where thumbnails go")
struct DestinationTests {
    private static let beside = Destination(bucket: nil, prefix: "thumbnails/")
    private static let apart = Destination(bucket: "pictures", prefix: "small/")

    @Test(
        "The video's whole key stands between prefix and ending",
        arguments: [
            ("a.mp4", "thumbnails/a.mp4.jpg"), ("folder/a b+c&d 한국어 😀.mov", "thumbnails/folder/a b+c&d 한국어 😀.mov.jpg"),
            ("a.jpg", "thumbnails/a.jpg.jpg"), ("/a", "thumbnails//a.jpg"),
        ])
    func keys(key: String, expected: String) {
        let source = S3ObjectID(bucket: "videos", key: key, versionID: "7")
        #expect(Self.beside.object(for: source) == S3ObjectID(bucket: "videos", key: expected))
    }

    @Test("A bucket of their own, whatever the video's bucket is")
    func otherBucket() {
        for bucket in ["videos", "pictures"] {
            let thumbnail = Self.apart.object(for: S3ObjectID(bucket: bucket, key: "a.mp4"))
            #expect(thumbnail == S3ObjectID(bucket: "pictures", key: "small/a.mp4.jpg"))
        }
    }

    @Test("Every thumbnail is known as one, so that none is made of it", arguments: ["a.mp4", "thumbnails/a", "x/y z"])
    func loopGuard(key: String) {
        for destination in [Self.beside, Self.apart, Destination(bucket: "pictures", prefix: "")] {
            let source = S3ObjectID(bucket: "videos", key: key)
            #expect(destination.isOutput(destination.object(for: source)))
            #expect(!destination.isOutput(source))
        }
    }

    @Test("What only looks like a thumbnail is a video")
    func noThumbnails() {
        #expect(!Self.beside.isOutput(S3ObjectID(bucket: "videos", key: "thumbnails/a.mp4")))
        #expect(!Self.beside.isOutput(S3ObjectID(bucket: "videos", key: "my-thumbnails/a.mp4.jpg")))
        #expect(!Self.beside.isOutput(S3ObjectID(bucket: "videos", key: "Thumbnails/a.mp4.jpg")))
        #expect(!Self.apart.isOutput(S3ObjectID(bucket: "videos", key: "small/a.mp4.jpg")))
        #expect(!Self.apart.isOutput(S3ObjectID(bucket: "pictures", key: "large/a.mp4.jpg")))
    }
}
