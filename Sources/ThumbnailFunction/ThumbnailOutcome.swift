import S3

/// What the function answers to an event that asks for no particular answer.
struct EventAnswer: Encodable, Equatable {
    var thumbnails: [ThumbnailOutcome]
}

/// What became of one object.
struct ThumbnailOutcome: Encodable, Equatable {
    struct Object: Encodable, Equatable {
        var bucket: String
        var key: String

        init(_ id: S3ObjectID) {
            bucket = id.bucket
            key = id.key
        }
    }

    enum Result: String, Encodable {
        case created
        /// There was nothing to do; `reason` says why.
        case skipped
    }

    var result: Result
    var source: Object
    /// Where the thumbnail is; nil when there is none to be.
    var thumbnail: Object?
    /// In pixels.
    var width: Int?
    var height: Int?
    /// Of the JPEG.
    var bytes: Int?
    /// Why nothing was done.
    var reason: String?

    /// In a few words.
    var summary: String {
        switch result {
        case .created: "created" + (thumbnail.map { " s3://\($0.bucket)/\($0.key)" } ?? "")
        case .skipped: "skipped" + (reason.map { ": \($0)" } ?? "")
        }
    }
}
