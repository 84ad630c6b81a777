import S3

/// Where thumbnails are written.
struct Destination: Sendable, Equatable {
    /// Nil for the bucket of the video.
    var bucket: String?
    var prefix: String

    /// The thumbnail's place: the video's key with the prefix before and `.jpg` after it, so that no two videos share one.
    func object(for source: S3ObjectID) -> S3ObjectID {
        S3ObjectID(bucket: bucket ?? source.bucket, key: prefix + source.key + ".jpg")
    }

    /// Whether an object lies where thumbnails are written: making a thumbnail of it would never end.
    func isOutput(_ object: S3ObjectID) -> Bool {
        object.bucket == bucket ?? object.bucket && object.key.hasPrefix(prefix) && object.key.hasSuffix(".jpg")
    }
}
