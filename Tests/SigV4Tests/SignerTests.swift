import FoundationEssentials
import SigV4
import Testing

@Suite("What a signature covers")
struct SignerTests {
    private let signer = SigV4Signer(credentials: .session, region: "us-east-1", service: "s3")

    private func headers(
        _ extra: [(name: String, value: String)] = [], payload: PayloadHash = .empty
    ) -> [String: String] {
        let request = UnsignedRequest(method: "PUT", path: "/key", headers: [("host", "example.com")] + extra)
        return Dictionary(
            signer.signedHeaders(for: request, payload: payload, date: .suite).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test("Headers that others may change are sent and not signed")
    func unsignedHeaders() {
        let extra = [
            (name: "User-Agent", value: "x"), ("Expect", "100-continue"), ("Content-Length", "3"),
            ("X-Amzn-Trace-Id", "Root=1"),
        ]
        let headers = headers(extra)
        #expect(headers["User-Agent"] == "x")
        #expect(headers["authorization"] == self.headers()["authorization"])
    }

    @Test("A presigned query holds the session token, the version, and its signature last")
    func presigned() {
        let request = UnsignedRequest(
            method: "GET", path: "/a b.mp4", query: [("versionId", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY")],
            headers: [("host", "examplebucket.s3.eu-central-1.amazonaws.com")])
        let signer = SigV4Signer(credentials: .session, region: "eu-central-1", service: "s3")
        #expect(
            signer.presignedQuery(for: request, expiresIn: 604_800, date: .leapDay)
                == "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20240229%2Feu-central-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20240229T235959Z&X-Amz-Expires=604800"
                + "&X-Amz-Security-Token=IQoJb3JpZ2luX2VjE%2F%2Bsession%3Dtoken%3D%3D&X-Amz-SignedHeaders=host"
                + "&versionId=3%2FL4kqtJlcpXroDTDmJ%2BrmSpXd3dIbrHY"
                + "&X-Amz-Signature=883b19571cea8158819bd88771058f63aa1e95e70bbb2d3f9cbdb59cca91eb98")
    }

    @Test("The payload's hash is a header for S3 and for no other service")
    func payloadHeader() {
        #expect(headers()["x-amz-content-sha256"] == PayloadHash.sha256(of: [UInt8]()).headerValue)
        #expect(headers(payload: .unsigned)["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
        let other = SigV4Signer(credentials: .suite, region: "us-east-1", service: "service").signedHeaders(
            for: UnsignedRequest(method: "GET", path: "/", headers: [("host", "example.com")]), payload: .empty,
            date: .suite)
        #expect(!other.contains { $0.name == "x-amz-content-sha256" })
    }

    @Test(
        "Dates are UTC, whatever the century",
        arguments: [
            (0.0, "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (951_868_799.999, "20000229T235959Z"),
            (951_868_800, "20000301T000000Z"), (1_735_689_599, "20241231T235959Z"), (1_735_689_600, "20250101T000000Z"),
            (4_107_542_399, "21000228T235959Z"), (4_107_542_400, "21000301T000000Z"), (-1, "19691231T235959Z"),
        ])
    func dates(seconds: Double, timestamp: String) {
        let request = UnsignedRequest(method: "GET", path: "/", headers: [("host", "example.com")])
        let headers = signer.signedHeaders(
            for: request, payload: .empty, date: Date(timeIntervalSince1970: seconds))
        #expect(headers.first { $0.name == "x-amz-date" }?.value == timestamp)
    }

    @Test("Credentials never show their secrets")
    func description() {
        var dumped = ""
        dump(AWSCredentials.session, to: &dumped)
        for text in ["\(AWSCredentials.session)", String(reflecting: AWSCredentials.session), dumped] {
            #expect(text.contains("ASIAIOSFODNN7EXAMPLE"))
            #expect(!text.contains("wJalr") && !text.contains("IQoJ"))
        }
    }
}
