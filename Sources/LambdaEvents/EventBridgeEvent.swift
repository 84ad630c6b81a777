/// An event of S3 through EventBridge, as it is written there. Its names differ from those of a notification, and its key is
/// not encoded.
struct EventBridgeEvent: Decodable {
    struct Detail: Decodable {
        struct Bucket: Decodable { let name: String }

        struct Object: Decodable {
            let key: String
            let size: Int64?
            let etag: String?
            let versionID: String?
            let sequencer: String?

            private enum CodingKeys: String, CodingKey {
                case key, size, etag, sequencer
                case versionID = "version-id"
            }
        }

        let bucket: Bucket
        let object: Object
    }

    let source: String
    let detailType: String
    /// Nil where it is not of an object.
    let detail: Detail?

    private enum CodingKeys: String, CodingKey {
        case source, detail
        case detailType = "detail-type"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decode(String.self, forKey: .source)
        detailType = try container.decode(String.self, forKey: .detailType)
        detail = source == "aws.s3" ? try container.decode(Detail.self, forKey: .detail) : nil
    }
}

extension S3EventRecord {
    init(_ event: EventBridgeEvent) throws(EventError) {
        guard let detail = event.detail else {
            throw EventError(code: .unknownEvent, message: "source \(event.source) is not aws.s3")
        }
        let object = detail.object
        self.init(
            bucket: detail.bucket.name, key: object.key, rawKey: object.key, size: object.size, eTag: object.etag,
            versionID: object.versionID, sequencer: object.sequencer, eventName: event.detailType)
    }
}
