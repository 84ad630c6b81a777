/// Where an object is found under an endpoint.
struct S3Location: Equatable {
    let scheme: String
    /// The `Host` header's value.
    let authority: String
    /// Not percent-encoded: the key follows the last slash that is ours byte for byte.
    let path: String

    /// Throws `badRequest` for a bucket that cannot be one and for an empty key, which would name the bucket itself.
    init(_ id: S3ObjectID, configuration: S3Configuration) throws(S3Error) {
        guard !id.bucket.isEmpty, id.bucket != ".", id.bucket != "..", id.bucket.utf8.allSatisfy(Self.isBucketCharacter)
        else { throw S3Error(.badRequest, "not a bucket name: \(id.bucket)") }
        guard !id.key.isEmpty else { throw S3Error(.badRequest, "the key is empty") }

        let endpoint = configuration.endpoint
        scheme = endpoint.scheme
        if configuration.addressingStyle.isVirtual(bucket: id.bucket, endpoint: endpoint) {
            authority = "\(id.bucket).\(endpoint.authority)"
            path = "\(endpoint.basePath)/\(id.key)"
        } else {
            authority = endpoint.authority
            path = "\(endpoint.basePath)/\(id.bucket)/\(id.key)"
        }
    }

    private static func isBucketCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
