import FoundationEssentials
import SigV4
import Testing

/// The examples of "Signature Calculations for the Authorization Header" and "Authenticating Requests: Using Query
/// Parameters" in the Amazon S3 API Reference.
@Suite("The examples in S3's documentation")
struct S3DocumentationTests {
    static let signer = SigV4Signer(credentials: .documentation, region: "us-east-1", service: "s3")
    static let host = "examplebucket.s3.amazonaws.com"

    static let cases = [
        GoldenRequest(
            name: "GET Object", path: "/test.txt", headers: [("Range", "bytes=0-9")],
            signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        GoldenRequest(
            name: "PUT Object", method: "PUT", path: "/test$file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            payload: .sha256(of: Array("Welcome to Amazon S3.".utf8)),
            signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        GoldenRequest(
            name: "GET Bucket Lifecycle", query: [("lifecycle", "")],
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        GoldenRequest(
            name: "Get Bucket (List Objects)", query: [("max-keys", "2"), ("prefix", "J")],
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    @Test("The authorization header is the documentation's", arguments: cases)
    func authorization(golden: GoldenRequest) throws {
        let headers = Self.signer.signedHeaders(
            for: golden.request(host: Self.host), payload: golden.payload, date: .documentation)
        #expect(
            headers.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=\(golden.signedHeaders), Signature=\(golden.signature)")
    }

    @Test("The presigned URL is the documentation's")
    func presigned() {
        let request = UnsignedRequest(method: "GET", path: "/test.txt", headers: [("host", Self.host)])
        #expect(
            Self.signer.presignedQuery(for: request, expiresIn: 86_400, date: .documentation)
                == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }
}
