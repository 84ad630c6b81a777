import FoundationEssentials

/// Where requests go: scheme, host, port and, for gateways that have one, a path in front of every bucket.
package struct S3Endpoint: Sendable, Equatable {
    /// `https` or `http`.
    let scheme: String
    /// The `Host` header's value for a request in path style: with the port, unless it is the scheme's own.
    let authority: String
    /// Not percent-encoded; empty, or beginning and not ending with a slash.
    let basePath: String

    /// AWS's own endpoint of a region.
    package init(region: String) {
        scheme = "https"
        basePath = ""
        authority = "s3.\(region).\(Self.domain(ofRegion: region))"
    }

    /// A URL from the configuration, as in `http://localhost:4566`. Throws `invalidConfiguration`.
    package init(url: String) throws(S3Error) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.percentEncodedHost, !host.isEmpty,
            parts.user == nil, parts.query == nil, parts.fragment == nil
        else {
            throw S3Error(.invalidConfiguration, "not an endpoint of the form http(s)://host[:port][/path]: \(url)")
        }
        self.scheme = scheme
        let isSchemesOwn = parts.port == nil || parts.port == (scheme == "https" ? 443 : 80)
        authority = host.lowercased() + (isSchemesOwn ? "" : ":\(parts.port ?? 0)")
        basePath = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
    }

    /// Whether AWS answers there, which serves every bucket under a host name of its own.
    var isAmazon: Bool {
        let host = authority.prefix { $0 != ":" }
        return Self.domains.contains { host.hasSuffix("." + $0.domain) }
    }

    /// AWS's partitions by the beginning of their regions' names; the first that fits.
    private static let domains: [(prefix: String, domain: String)] = [
        ("cn-", "amazonaws.com.cn"), ("eusc-", "amazonaws.eu"), ("", "amazonaws.com"),
    ]

    private static func domain(ofRegion region: String) -> String {
        domains.first { region.hasPrefix($0.prefix) }?.domain ?? "amazonaws.com"
    }
}
