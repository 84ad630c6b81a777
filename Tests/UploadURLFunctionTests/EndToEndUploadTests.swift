import Foundation
import TestSupport
import Testing

/// AWS's own emulator, the function's own binary, and an S3 server that checks signatures.
@Suite("From a request for a URL to an object in S3", .timeLimit(.minutes(15)))
struct EndToEndUploadTests {
    private struct Response: Decodable {
        var statusCode: Int
        var body: String
    }

    private struct Upload: Decodable {
        var method: String
        var url: String
        var headers: [String: String]
        var bucket: String
        var key: String
    }

    /// As API Gateway sends it.
    private static func event(_ query: String) -> [UInt8] {
        Array(
            """
            {"version":"2.0","routeKey":"GET /upload/url","rawPath":"/upload/url","rawQueryString":"\(query)",
            "headers":{"accept":"*/*","host":"example.execute-api.eu-central-1.amazonaws.com"},"requestContext":{
            "apiId":"example","stage":"$default","http":{"method":"GET","path":"/upload/url","protocol":"HTTP/1.1",
            "sourceIp":"192.0.2.1","userAgent":"curl"}},"isBase64Encoded":false}
            """.utf8)
    }

    @Test("The URL takes what was asked for, and neither another type nor another length")
    func upload() async throws {
        let storage = try await SeaweedFS.shared()
        let bucket = try await storage.makeBucket()
        let emulator = try await RuntimeInterfaceEmulator.start(
            function: try BuiltProducts.executable("UploadURLFunction"),
            environment: TestEnvironment.isolated(storage.environment.merging(["UPLOAD_BUCKET": bucket]) { $1 }))
        let query = "filename=my+clip%2B%ED%95%9C.mp4&content_type=video%2Fmp4&content_length=5"
        let invoked = try await emulator.invoke(Self.event(query))
        let log = emulator.log
        await emulator.stop()

        let response = try JSONDecoder().decode(Response.self, from: Data(invoked))
        try #require(response.statusCode == 200, "\(response.body) \(log)")
        let upload = try JSONDecoder().decode(Upload.self, from: Data(response.body.utf8))
        #expect(upload.bucket == bucket)

        let bytes: [UInt8] = Array("video".utf8)
        var wrong = upload.headers
        wrong["Content-Type"] = "text/html"
        #expect(try await HTTPExchange.send(upload.method, upload.url, headers: wrong, body: bytes).status == 403)
        #expect(
            try await HTTPExchange.send(upload.method, upload.url, headers: upload.headers, body: bytes + bytes).status
                == 403)
        #expect(try await storage.keys(bucket: bucket).isEmpty)

        #expect(
            try await HTTPExchange.send(upload.method, upload.url, headers: upload.headers, body: bytes).status == 200)
        let object = try #require(try await storage.object(bucket: bucket, key: upload.key))
        #expect(object.bytes == bytes && object.contentType == "video/mp4")
        #expect(try await storage.keys(bucket: bucket) == [upload.key])
    }
}
