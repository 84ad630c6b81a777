import FoundationEssentials
import SigV4
import Testing

@testable import S3

@Suite("Requests before they are sent")
struct S3RequestTests {
    private let credentials = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    private let date = Date(timeIntervalSince1970: 1_369_353_600)

    @Test("The URL holds the key, encoded once, and the version")
    func url() throws {
        let request = S3Request(
            method: "GET", id: S3ObjectID(bucket: "videos", key: "/a b/%2B/../🎬.mp4", versionID: "x/y+z"))
        let (url, headers) = try request.signed(
            configuration: S3Configuration(region: "us-east-1", endpoint: "http://localhost:9"),
            credentials: credentials, date: date)
        #expect(url == "http://localhost:9/videos//a%20b/%252B/../%F0%9F%8E%AC.mp4?versionId=x%2Fy%2Bz")
        #expect(headers.first { $0.name == "host" }?.value == "localhost:9")
    }

    @Test("The signature covers every header that means something to S3")
    func signedHeaders() throws {
        let request = S3Request(
            method: "PUT", id: S3ObjectID(bucket: "videos", key: "k"),
            headers: [("content-type", "image/jpeg"), ("x-amz-meta-source", "v")], payload: .sha256(of: [1, 2, 3]))
        let (_, headers) = try request.signed(
            configuration: S3Configuration(region: "us-east-1"), credentials: credentials, date: date)
        let authorization = try #require(headers.first { $0.name == "authorization" }?.value)
        #expect(
            authorization.contains(
                "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-source,"))
        #expect(
            headers.first { $0.name == "x-amz-content-sha256" }?.value
                == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
    }

    @Test("A presigned URL works for as long as it says, and at most a week")
    func presigned() throws {
        let request = S3Request(method: "GET", id: S3ObjectID(bucket: "videos", key: "a b.mp4"))
        let configuration = try S3Configuration(region: "us-east-1")
        let url = try request.presigned(
            configuration: configuration, credentials: credentials, expiresIn: 604_800, date: date)
        #expect(url.hasPrefix("https://videos.s3.us-east-1.amazonaws.com/a%20b.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&"))
        #expect(url.contains("&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature="))
        for seconds in [0, -1, 604_801] {
            #expect {
                try request.presigned(
                    configuration: configuration, credentials: credentials, expiresIn: seconds, date: date)
            } throws: {
                ($0 as? S3Error)?.code == .badRequest
            }
        }
    }
}
