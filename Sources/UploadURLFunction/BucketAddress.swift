import FoundationEssentials

/// Where a bucket is: what comes before an object's key in its URL.
struct BucketAddress: Sendable, Equatable {
    var scheme: String
    /// The `Host` header's value.
    var authority: String
    /// Empty, or the bucket with a slash before it.
    var path: String

    /// Under a host name of its own at AWS, unless dots in the bucket's name would break the certificate; by path elsewhere.
    ///
    /// - Parameter endpoint: another S3 than AWS's.
    /// - Returns: nil if `endpoint` is not an URL of a scheme, a host and perhaps a port.
    init?(bucket: String, region: String, endpoint: String?) {
        if let endpoint {
            guard let url = URLComponents(string: endpoint), let scheme = url.scheme?.lowercased(),
                scheme == "http" || scheme == "https", let host = url.percentEncodedHost, !host.isEmpty,
                url.path.isEmpty || url.path == "/", url.user == nil, url.query == nil, url.fragment == nil
            else { return nil }
            self.scheme = scheme
            let isSchemesOwn = url.port == nil || url.port == (scheme == "https" ? 443 : 80)
            authority = host.lowercased() + (isSchemesOwn ? "" : ":\(url.port ?? 0)")
            path = "/" + bucket
        } else {
            scheme = "https"
            let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
            let service = "s3.\(region).\(domain)"
            authority = bucket.contains(".") ? service : "\(bucket).\(service)"
            path = bucket.contains(".") ? "/" + bucket : ""
        }
    }
}
