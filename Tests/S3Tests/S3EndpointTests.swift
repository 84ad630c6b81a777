import Testing

@testable import S3

@Suite("Endpoints and addressing")
struct S3EndpointTests {
    @Test(
        "A region's own endpoint lies in its partition's domain",
        arguments: [
            ("us-east-1", "s3.us-east-1.amazonaws.com"), ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu"), ("us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
        ])
    func regions(region: String, host: String) {
        let endpoint = S3Endpoint(region: region)
        #expect(endpoint.authority == host)
        #expect(endpoint.scheme == "https")
        #expect(endpoint.isAmazon)
    }

    @Test(
        "A URL gives scheme, host, port and base path",
        arguments: [
            ("http://localhost:4566", "http", "localhost:4566", ""),
            ("https://minio.example/", "https", "minio.example", ""),
            ("HTTPS://Example.com:443", "https", "example.com", ""),
            ("http://example.com:80/", "http", "example.com", ""),
            ("http://example.com:443", "http", "example.com:443", ""),
            ("https://host.example/storage/v1/s3/", "https", "host.example", "/storage/v1/s3"),
            ("http://[::1]:9000", "http", "[::1]:9000", ""),
        ])
    func urls(url: String, scheme: String, authority: String, basePath: String) throws {
        let endpoint = try S3Endpoint(url: url)
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.authority == authority)
        #expect(endpoint.basePath == basePath)
        #expect(!endpoint.isAmazon)
    }

    @Test(
        "What is no endpoint is refused",
        arguments: [
            "", "localhost:4566", "ftp://host", "http://", "http://host?x", "http://host#x", "http://user@host",
        ])
    func badURLs(url: String) {
        #expect { try S3Endpoint(url: url) } throws: { ($0 as? S3Error)?.code == .invalidConfiguration }
    }

    struct Addressed: Sendable {
        var bucket = "videos"
        var endpoint: String?
        var style = AddressingStyle.auto
        var authority: String
        var path: String
    }

    @Test(
        "The bucket goes where the endpoint wants it",
        arguments: [
            Addressed(authority: "videos.s3.eu-west-1.amazonaws.com", path: "/a/b"),
            Addressed(bucket: "my.videos", authority: "s3.eu-west-1.amazonaws.com", path: "/my.videos/a/b"),
            Addressed(bucket: "Old_Bucket", authority: "s3.eu-west-1.amazonaws.com", path: "/Old_Bucket/a/b"),
            Addressed(style: .path, authority: "s3.eu-west-1.amazonaws.com", path: "/videos/a/b"),
            Addressed(endpoint: "http://127.0.0.1:9", authority: "127.0.0.1:9", path: "/videos/a/b"),
            Addressed(endpoint: "http://s3.local/base", authority: "s3.local", path: "/base/videos/a/b"),
            Addressed(
                endpoint: "http://s3.local:9", style: .virtual, authority: "videos.s3.local:9", path: "/a/b"),
            Addressed(
                endpoint: "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com",
                authority: "videos.bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com", path: "/a/b"),
        ])
    func addressing(expected: Addressed) throws {
        let configuration = try S3Configuration(
            region: "eu-west-1", endpoint: expected.endpoint, addressingStyle: expected.style)
        let location = try S3Location(
            S3ObjectID(bucket: expected.bucket, key: "a/b"), configuration: configuration)
        #expect(location.authority == expected.authority)
        #expect(location.path == expected.path)
    }

    @Test(
        "A bucket that cannot be one and an empty key are refused before a request is made",
        arguments: [
            ("", "k"), ("a/b", "k"), ("evil.example/", "k"), ("b@c", "k"), (".", "k"), ("..", "k"), ("bücket", "k"),
            ("arn:aws:s3:::b", "k"), ("b", ""),
        ])
    func badNames(bucket: String, key: String) throws {
        let configuration = try S3Configuration(region: "eu-west-1")
        #expect {
            try S3Location(S3ObjectID(bucket: bucket, key: key), configuration: configuration)
        } throws: {
            ($0 as? S3Error)?.code == .badRequest
        }
    }
}
