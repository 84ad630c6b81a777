/// What happened to one S3 object.
package struct S3EventRecord: Sendable, Equatable {
    package var bucket: String
    /// The key by which S3 knows the object.
    package var key: String
    /// The key as the event has it: form-encoded in notifications of S3 itself.
    package var rawKey: String
    /// In bytes. Nil for a removal, and when nobody told.
    package var size: Int64?
    /// Without quotation marks. Nil for a removal, and when nobody told.
    package var eTag: String?
    /// Nil in a bucket without versions.
    package var versionID: String?
    /// Orders the events of one key, once padded with zeros on the left to one length.
    package var sequencer: String?
    /// `ObjectCreated:Put`, `ObjectRemoved:Delete` …; of EventBridge `Object Created`, `Object Deleted` …
    package var eventName: String?

    /// Whether there is an object to read now. Without a name somebody asks for it, and means that.
    package var isCreation: Bool {
        eventName.map { $0.hasPrefix("ObjectCreated:") || $0 == "Object Created" } ?? true
    }

    package init(
        bucket: String, key: String, rawKey: String, size: Int64? = nil, eTag: String? = nil,
        versionID: String? = nil, sequencer: String? = nil, eventName: String? = nil
    ) {
        self.bucket = bucket
        self.key = key
        self.rawKey = rawKey
        self.size = size
        self.eTag = eTag
        self.versionID = versionID
        self.sequencer = sequencer
        self.eventName = eventName
    }

    init(_ record: S3Notification) throws(EventError) {
        // AWS: equal major versions are compatible.
        if let version = record.eventVersion, version.prefix(while: { $0 != "." }) != "2" {
            throw EventError(code: .unknownEvent, message: "eventVersion \(version) is not 2.x")
        }
        if let source = record.eventSource, source != "aws:s3" {
            throw EventError(code: .unknownEvent, message: "eventSource \(source) is not aws:s3")
        }
        guard let s3 = record.s3 else {
            throw EventError(code: .unknownEvent, message: "a record is not of S3: it has no s3")
        }
        let object = s3.object
        guard let key = formDecoded(object.key) else {
            throw EventError(code: .invalidKey, message: "the key is not form-encoded UTF-8: \(object.key)")
        }
        self.init(
            bucket: s3.bucket.name, key: key, rawKey: object.key, size: object.size, eTag: object.eTag,
            versionID: object.versionId, sequencer: object.sequencer, eventName: record.eventName)
    }
}
