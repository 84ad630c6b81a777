/// Names one object, or one version of it.
///
/// Two IDs are equal when their bytes are. String's own equality is looser: it takes a composed "é" and a decomposed one
/// for the same, while S3 keeps them as two objects.
package struct S3ObjectID: Sendable {
    package var bucket: String
    /// The key as its owner wrote it: not percent-encoded, and without a slash in front unless the key has one.
    package var key: String
    /// The version to read; nil for the current one.
    package var versionID: String?

    package init(bucket: String, key: String, versionID: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.versionID = versionID
    }

    /// Reads `s3://bucket/key`. The rest after the bucket's slash is the key as it is: no percent-decoding.
    ///
    /// Nil when the scheme, the bucket or the key is missing.
    package init?(url: String) {
        let scheme = "s3://"
        guard url.prefix(scheme.count).lowercased() == scheme else { return nil }
        let parts = url.dropFirst(scheme.count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(bucket: String(parts[0]), key: String(parts[1]))
    }
}

extension S3ObjectID: Hashable {
    package static func == (left: S3ObjectID, right: S3ObjectID) -> Bool {
        left.bucket.utf8.elementsEqual(right.bucket.utf8) && left.key.utf8.elementsEqual(right.key.utf8)
            && left.versionID == right.versionID
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(Array(bucket.utf8))
        hasher.combine(Array(key.utf8))
        hasher.combine(versionID)
    }
}

extension S3ObjectID: CustomStringConvertible {
    package var description: String {
        "s3://\(bucket)/\(key)" + (versionID.map { " (version \($0))" } ?? "")
    }
}
