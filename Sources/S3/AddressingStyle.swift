/// Whether a bucket is a part of the host name or of the path. The raw values are those of AWS's configuration.
package enum AddressingStyle: String, Sendable {
    /// Virtual-host style at AWS for buckets that fit in a certificate's wildcard, path style everywhere else.
    case auto
    /// `https://host/bucket/key`
    case path
    /// `https://bucket.host/key`
    case virtual

    func isVirtual(bucket: String, endpoint: S3Endpoint) -> Bool {
        switch self {
        case .path: false
        case .virtual: true
        case .auto: endpoint.isAmazon && Self.isHostLabel(bucket)
        }
    }

    /// A bucket with a dot would need a certificate for two labels; old buckets in us-east-1 may have capitals or underscores.
    private static func isHostLabel(_ bucket: String) -> Bool {
        (3...63).contains(bucket.utf8.count) && bucket.first != "-" && bucket.last != "-"
            && bucket.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
