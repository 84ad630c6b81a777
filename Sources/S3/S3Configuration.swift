/// Which S3 to talk to, how to address buckets there, and how often to try.
package struct S3Configuration: Sendable, Equatable {
    package let region: String
    package let endpoint: S3Endpoint
    package let addressingStyle: AddressingStyle
    package let retryPolicy: RetryPolicy

    /// - Parameters:
    ///   - region: for the signature, and for the host name unless there is an endpoint.
    ///   - endpoint: the URL of an S3 that is not AWS's own; nil for AWS's.
    package init(
        region: String, endpoint: String? = nil, addressingStyle: AddressingStyle = .auto,
        retryPolicy: RetryPolicy = .standard
    ) throws(S3Error) {
        // A region becomes a part of the host name: it must not be able to name another host.
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isRegionCharacter) else {
            throw S3Error(.invalidConfiguration, "not a region: \(region)")
        }
        self.region = region
        self.endpoint = if let endpoint { try S3Endpoint(url: endpoint) } else { S3Endpoint(region: region) }
        self.addressingStyle = addressingStyle
        self.retryPolicy = retryPolicy
    }

    /// Reads what AWS's own tools read, in their order.
    ///
    /// Region: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile; with an endpoint of one's own, us-east-1 if none is named.
    /// Endpoint: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile's `services` section, the profile; none of them
    /// when `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is true. Addressing: `AWS_S3_ADDRESSING_STYLE`, then the profile's
    /// `s3 = addressing_style`. Attempts: see ``RetryPolicy``. Throws `invalidConfiguration`.
    package init(environment: Environment, profile: SharedProfile) throws(S3Error) {
        let endpoint = Self.endpoint(environment, profile)
        guard
            let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"]
                ?? (endpoint == nil ? nil : "us-east-1")
        else {
            throw S3Error(.invalidConfiguration, "no region: set AWS_REGION, or region in the profile \(profile.name)")
        }
        try self.init(
            region: region, endpoint: endpoint, addressingStyle: Self.addressingStyle(environment, profile),
            retryPolicy: RetryPolicy(environment: environment, profile: profile))
    }

    private static func endpoint(_ environment: Environment, _ profile: SharedProfile) -> String? {
        let ignore = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ?? profile["ignore_configured_endpoint_urls"]
        guard ignore?.lowercased() != "true" else { return nil }
        return environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"]
            ?? profile.value("endpoint_url", service: "s3") ?? profile["endpoint_url"]
    }

    private static func addressingStyle(
        _ environment: Environment, _ profile: SharedProfile
    ) throws(S3Error) -> AddressingStyle {
        guard let name = environment["AWS_S3_ADDRESSING_STYLE"] ?? profile["s3", "addressing_style"] else {
            return .auto
        }
        guard let style = AddressingStyle(rawValue: name.lowercased()) else {
            throw S3Error(.invalidConfiguration, "addressing style is auto, path or virtual, not \(name)")
        }
        return style
    }

    private static func isRegionCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
