/// `{"bucket": …, "key": …}`, by somebody who wants a thumbnail of this object; the key is not encoded.
struct ObjectByHand: Decodable {
    let bucket: String
    let key: String
    let versionId: String?
}

extension S3EventRecord {
    init(_ object: ObjectByHand) throws(EventError) {
        self.init(bucket: object.bucket, key: object.key, rawKey: object.key, versionID: object.versionId)
    }
}
