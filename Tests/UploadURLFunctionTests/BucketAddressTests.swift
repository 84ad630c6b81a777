import Testing

@testable import UploadURLFunction

@Suite("Where a bucket is")
struct BucketAddressTests {
    @Test(
        "At AWS under its own name, unless that has dots; elsewhere by path",
        arguments: [
            ("videos", "eu-central-1", nil, "https", "videos.s3.eu-central-1.amazonaws.com", ""),
            ("my.videos", "us-east-1", nil, "https", "s3.us-east-1.amazonaws.com", "/my.videos"),
            ("videos", "cn-north-1", nil, "https", "videos.s3.cn-north-1.amazonaws.com.cn", ""),
            ("videos", "us-east-1", "http://localhost:4566", "http", "localhost:4566", "/videos"),
            ("videos", "us-east-1", "HTTPS://S3.Example.org:443/", "https", "s3.example.org", "/videos"),
        ])
    func addresses(
        bucket: String, region: String, endpoint: String?, scheme: String, authority: String, path: String
    ) throws {
        let address = try #require(BucketAddress(bucket: bucket, region: region, endpoint: endpoint))
        #expect(address.scheme == scheme && address.authority == authority && address.path == path)
    }

    @Test(
        "What is no endpoint is none", arguments: ["localhost:4566", "ftp://a", "http://u@a", "http://a/b", "http://"])
    func invalid(endpoint: String) {
        #expect(BucketAddress(bucket: "b", region: "us-east-1", endpoint: endpoint) == nil)
    }
}
