import FoundationEssentials
import SigV4
import Testing

/// Keys that encoders get wrong. The signatures are botocore 1.43's for the same requests.
@Suite("Odd keys")
struct KeyTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        var key: String
        var encodedPath: String
        /// Of a ranged GET, in the header: with the documentation's credentials, and with a session token.
        var get: String
        var getInSession: String
        /// Of a presigned PUT.
        var put: String
        var putInSession: String

        var testDescription: String { encodedPath }
    }

    static let cases = [
        Golden(
            key: "a b+c&d.mp4",
            encodedPath: "/a%20b%2Bc%26d.mp4",
            get: "c4bc2d3dcdce10edb19e2e9cde1d5b77e9b66fba780d79ecde14aa99b4fbfa10",
            getInSession: "c85f6d957bc6c7a709c3bca48cecc4cb67bf20017ae6fad583fafc3431237e62",
            put: "251ea2c2b52dc0cc7d5e2cc5ae5f18ff1302132780cc9eae6589e4ea4f5f0bc4",
            putInSession: "4ac3f7964cf9734728da4a7a9c64de25f7dc07f2b06d71406b6788c6dae77292"),
        Golden(
            key: "동영상/여름 휴가.mp4",
            encodedPath: "/%EB%8F%99%EC%98%81%EC%83%81/%EC%97%AC%EB%A6%84%20%ED%9C%B4%EA%B0%80.mp4",
            get: "c90e8b0eafd7de4e28656c2e9b85e52d3cdb6dd81c8963f4a8bf659138e208be",
            getInSession: "7691d33ba03aaccaa731a43328a0da78485e4deeca4f3958062c560271f490c9",
            put: "7de3c9a73b443da1867f7f7f0a7cbd78fcc4df2d32c5c5b7bf4726f5479681bd",
            putInSession: "fd725c59e4d034f623ecf9b5378ab884eddba26486d386589b311010e8b632e5"),
        Golden(
            key: "🎬.mov",
            encodedPath: "/%F0%9F%8E%AC.mov",
            get: "7bf9d7c9618d8bbca615e25a2241c9b6e767c60665ff0f5948c0f9a3bcb7c80d",
            getInSession: "d6951b7a65d84d12ba39e044a8c0fa9ba5a75799d2f92c56100ac7f61a2c9d46",
            put: "97a2553c50e164ad664840e61208ce80ab1df9d6d2581ad07c51ee956db8defa",
            putInSession: "433cc1a3fae0dd3df73109de7621824ac3d314f5304b13793938699ef6679fa2"),
        Golden(
            key: "/leading//double/",
            encodedPath: "//leading//double/",
            get: "89eab38c1c044766c0fdd9d3cd82be4f2c91afb2b94d4f5edabd808f97106c71",
            getInSession: "7efb03226d77f19a917b3e45cf70c2fbd69c1f2f6301bf60a5ee7828bac722d0",
            put: "e2aa3f5f496e3f04a16eb554c8600770e53315f1ab497b3c53681a93b5167a0d",
            putInSession: "07a4e2943c3ae9df5a6f470eb3456418b39ec8bad928ed2104bb4a135aafb6b8"),
        Golden(
            key: "a/./b/../c",
            encodedPath: "/a/./b/../c",
            get: "e694627eb0300821028fc503f8dbe7391ec175dbe048b1b005f934863c008a36",
            getInSession: "15722f6d508cfe65ecbe72cb768e898103b56dd446f542c3064170b00760b5e9",
            put: "ada2f7cdec64ab8aaffeb7ea679452fcfe1565ea7961783920afd896cf92b454",
            putInSession: "315d2787fe903e2bc208ab1a1ab8f2b37518052e7458277e9aa0eec1a574daf1"),
        Golden(
            key: "100%2Bsure?#x",
            encodedPath: "/100%252Bsure%3F%23x",
            get: "ba048bc599f0e78a12f92b71c50901cbe9ec011d149d602012ca2f85e36636ef",
            getInSession: "ed58ef7e12ae9aa097efdd4780db04d89826087ba088792919ee78aa3356587c",
            put: "37a97ffb5bf3cb98a727bc44a07ed89240e2509eede1647c0a76f705aac72d4c",
            putInSession: "13f61faef2f5d29f39479c89c41a6797e2cb6862ceda64263db6abc0f537bd47"),
        Golden(
            key: "e\u{301}.mp4",
            encodedPath: "/e%CC%81.mp4",
            get: "6c5e50374a68d683f82a7b7a80313ea04ef49a3b988a6ddc8b0fd19416603dcf",
            getInSession: "9a1f52fb853200417156a27ef8069521fbbc22cef70535414c8296d07cd9adcd",
            put: "526958910077511b7e4d07ffd3544528bd0df7223cb21cce007c44ce62335da0",
            putInSession: "b7b9693dcd7de19630a19576289989b908d5846a2ea21edf60f32f3384415d28"),
        Golden(
            key: "\u{E9}.mp4",
            encodedPath: "/%C3%A9.mp4",
            get: "926ae455d8958dae22eea46b3357189b0ba606dae59780d466a31cecf16519f7",
            getInSession: "6ae041af4978b8d893603238b6a4c303b3b03148cd6a98a213f18dd4260e0541",
            put: "715c6d5c555c4a93c96c1469ea466d671e4b5c15c4e66956fdcdad24e9eb0d20",
            putInSession: "88f05b4f989581031eae5d685135a6028e8520ac3f143e932ab0dce53758807a"),
        Golden(
            key: "-._~/AZaz09",
            encodedPath: "/-._~/AZaz09",
            get: "5b8e569ba51f22d95599411185c0d2d757f2b4a5e76916569f320078f90ae9fe",
            getInSession: "5aa33a3163e11afb3756e6481fd3d87c01f55f8971cb5733b9d34b064dee9a2a",
            put: "5fcb1563894c58b67b5e08965facda11c4a3ccd3bec802bb2d06f443e732205e",
            putInSession: "5a232ac74cfa8c9f070be3e3b983d4802f4291b8d548468a55b447aa31f8488a"),
        Golden(
            key: "!*'();:@=$,[]\\\"<>^`{|}\u{7F}",
            encodedPath: "/%21%2A%27%28%29%3B%3A%40%3D%24%2C%5B%5D%5C%22%3C%3E%5E%60%7B%7C%7D%7F",
            get: "68483c6b0ab9f29cd9582febb181296d63797e2a71577d3b364a1808126bd2f4",
            getInSession: "82b72f819b52003b4f2b8db2aa0dcdca974ee9b76d7692b829d5a2831dafeb50",
            put: "1e36e15428fe93147b877439ffd45300c3c61b7b1d381616ef33beb3e8a51e8b",
            putInSession: "5aae79af9fb8ca8811d31144b4367ffdb94cdb00acc657678291cddef490a31f"),
    ]

    @Test("A key is encoded once and byte for byte", arguments: cases)
    func path(golden: Golden) {
        #expect(Self.request("GET", golden).target == golden.encodedPath)
    }

    @Test("The signature in the header is the one that AWS's own tools make", arguments: cases)
    func header(golden: Golden) {
        for (credentials, signature) in [
            (AWSCredentials.documentation, golden.get), (.session, golden.getInSession),
        ] {
            var request = Self.request("GET", golden)
            request.headers.append(("range", "bytes=0-65535"))
            let headers = SigV4Signer(credentials: credentials, region: "eu-central-1", service: "s3")
                .signedHeaders(for: request, payload: .empty, date: .leapDay)
            #expect(headers.last?.value.hasSuffix(", Signature=\(signature)") == true)
            #expect(headers.first { $0.name == "x-amz-security-token" }?.value == credentials.sessionToken)
        }
    }

    @Test("The signature in the query is the one that AWS's own tools make", arguments: cases)
    func query(golden: Golden) {
        for (credentials, signature) in [
            (AWSCredentials.documentation, golden.put), (.session, golden.putInSession),
        ] {
            let query = SigV4Signer(credentials: credentials, region: "eu-central-1", service: "s3")
                .presignedQuery(for: Self.request("PUT", golden), expiresIn: 900, date: .leapDay)
            #expect(query.hasSuffix("&X-Amz-Signature=\(signature)"))
        }
    }

    private static func request(_ method: String, _ golden: Golden) -> UnsignedRequest {
        UnsignedRequest(
            method: method, path: "/" + golden.key,
            headers: [("host", "examplebucket.s3.eu-central-1.amazonaws.com")])
    }
}
