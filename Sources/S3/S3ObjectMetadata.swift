/// What S3 says about an object beside its bytes.
package struct S3ObjectMetadata: Sendable, Equatable {
    /// Bytes in the answer's body: the object's size after HEAD, the range's length after a ranged GET; nil after PUT.
    package var contentLength: Int64?
    package var contentType: String?
    /// Without the quotes that HTTP puts around it, as in S3's events.
    package var eTag: String?
    /// Only in buckets that keep versions.
    package var versionID: String?
    /// The object's `x-amz-meta-…` headers, by lower-case name without that prefix.
    package var metadata: [String: String]

    package init(
        contentLength: Int64? = nil, contentType: String? = nil, eTag: String? = nil, versionID: String? = nil,
        metadata: [String: String] = [:]
    ) {
        self.contentLength = contentLength
        self.contentType = contentType
        self.eTag = eTag
        self.versionID = versionID
        self.metadata = metadata
    }
}
