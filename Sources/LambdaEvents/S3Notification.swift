/// One record of an S3 event notification, as it is written there. Only the two names are asked for: hand-written and
/// emulated events leave out the rest.
struct S3Notification: Decodable {
    struct Entity: Decodable {
        struct Bucket: Decodable { let name: String }

        struct Object: Decodable {
            let key: String
            let size: Int64?
            let eTag: String?
            let versionId: String?
            let sequencer: String?
        }

        let bucket: Bucket
        let object: Object
    }

    let eventVersion: String?
    let eventSource: String?
    let eventName: String?
    /// Missing in the records of other services, which share the name of their list.
    let s3: Entity?
}
