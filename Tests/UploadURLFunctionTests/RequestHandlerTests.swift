import Foundation
import LambdaEvents
import Testing

@testable import UploadURLFunction

@Suite("GET /upload/url")
struct RequestHandlerTests {
    static let environment = [
        "UPLOAD_BUCKET": "videos", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
    ]
    /// 22 November 2026, 23:59:59 UTC.
    static let date = Date(timeIntervalSince1970: 1_795_391_999)

    private static func respond(
        _ method: String = "GET", _ path: String = "/upload/url", _ query: KeyValuePairs<String, String> = [:],
        environment: [String: String] = [:]
    ) throws -> HTTPAPIResponse {
        let settings = try Settings(environment: Self.environment.merging(environment) { $1 })
        let request = HTTPAPIRequest(method: method, path: path, query: query.map { ($0.key, $0.value) })
        return RequestHandler(settings: settings).respond(to: request, date: date, id: "1d")
    }

    private struct Answer: Decodable {
        var method: String
        var url: String
        var headers: [String: String]
        var contentLength: Int64?
        var expiresIn: Int
        var bucket: String
        var key: String
        var thumbnailUrl: String

        init(_ response: HTTPAPIResponse) throws {
            try #require(response.statusCode == 200, "\(response.body)")
            self = try JSONDecoder().decode(Answer.self, from: Data(response.body.utf8))
        }

        func query(_ name: String) -> String? {
            URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value
        }
    }

    @Test("is answered with a PUT whose signature covers the content type and ends soon")
    func presigned() throws {
        let response = try Self.respond(
            "GET", "/upload/url", ["filename": "../My Clip.MP4", "content_type": "Video/MP4; codecs=avc1"])
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.headers["cache-control"] == "no-store")
        let answer = try Answer(response)
        #expect(answer.method == "PUT" && answer.bucket == "videos" && answer.expiresIn == 300)
        #expect(answer.key == "uploads/2026/11/22/1d.mp4", "nothing of it is the uploader's but the extension")
        #expect(answer.headers == ["Content-Type": "video/mp4"])
        #expect(answer.url.hasPrefix("https://videos.s3.eu-central-1.amazonaws.com/\(answer.key)?"))
        #expect(answer.query("X-Amz-SignedHeaders") == "content-type;host")
        #expect(answer.query("X-Amz-Expires") == "300")
        #expect(answer.query("X-Amz-Security-Token") == "token")
    }

    @Test("with a length is answered with a URL that takes this length only")
    func length() throws {
        let query: KeyValuePairs = ["filename": "a.mov", "content_type": "video/quicktime", "content_length": "4711"]
        let answer = try Answer(try Self.respond("GET", "/upload/url", query))
        #expect(answer.contentLength == 4711)
        #expect(answer.query("X-Amz-SignedHeaders") == "content-length;content-type;host")
        #expect(
            try Self.respond("GET", "/upload/url", query, environment: ["UPLOAD_MAX_BYTES": "4710"]).statusCode == 400)
    }

    @Test(
        "takes the extension from the file's name only if it is one of the type's",
        arguments: [
            ("clip.m4v", "video/mp4", "m4v"), ("clip.php", "video/mp4", "mp4"), ("clip", "video/webm", "webm"),
            ("clip.MOV", "video/quicktime", "mov"), ("a.mp4/../../x", "video/mp4", "mp4"),
        ])
    func extensions(filename: String, type: String, expected: String) throws {
        let answer = try Answer(
            try Self.respond("GET", "/upload/url", ["filename": filename, "content_type": type]))
        #expect(answer.key == "uploads/2026/11/22/1d.\(expected)")
    }

    @Test("never promises more time than the credentials have")
    func expiration() throws {
        let query: KeyValuePairs = ["filename": "a.mp4", "content_type": "video/mp4"]
        // A minute and a second after ``date``, and a second before it.
        let soon = ["AWS_CREDENTIAL_EXPIRATION": "2026-11-23T00:01:00Z"]
        #expect(try Answer(try Self.respond("GET", "/upload/url", query, environment: soon)).expiresIn == 61)
        let over = ["AWS_CREDENTIAL_EXPIRATION": "2026-11-22T23:59:58Z"]
        #expect(try Self.respond("GET", "/upload/url", query, environment: over).statusCode == 503)
    }

    @Test(
        "and what else is asked is refused as JSON",
        arguments: [
            ("GET", "/upload/url", "a.mp4", "", 400), ("GET", "/upload/url", "", "video/mp4", 400),
            ("GET", "/upload/url", "a.mp4", "text/html", 415), ("GET", "/upload/url", "a.mp4", "image/gif", 415),
            ("POST", "/upload/url", "a.mp4", "video/mp4", 405), ("GET", "/", "a.mp4", "video/mp4", 404),
            ("GET", "/upload/url/", "a.mp4", "video/mp4", 404),
        ])
    func refused(method: String, path: String, filename: String, type: String, status: Int) throws {
        struct Body: Decodable {
            struct Description: Decodable {
                var code: String
                var message: String
            }
            var error: Description
        }
        let response = try Self.respond(method, path, ["filename": filename, "content_type": type])
        #expect(response.statusCode == status)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.headers["allow"] == (status == 405 ? "GET" : nil))
        let error = try JSONDecoder().decode(Body.self, from: Data(response.body.utf8)).error
        #expect(!error.code.isEmpty && !error.message.isEmpty)
    }

    @Test("comes with the URL of the thumbnail to be, in the bucket where it will be")
    func thumbnail() throws {
        let query: KeyValuePairs = ["filename": "a.mp4", "content_type": "video/mp4"]
        for (environment, host, prefix) in [
            ([:], "videos", "thumbnails/"), (["THUMBNAIL_BUCKET": "pictures"], "pictures", "thumbnails/"),
            (["THUMBNAIL_PREFIX": "t/"], "videos", "t/"),
        ] {
            let answer = try Answer(try Self.respond("GET", "/upload/url", query, environment: environment))
            let url = try #require(URLComponents(string: answer.thumbnailUrl))
            #expect(url.host?.hasPrefix("\(host).") == true, "\(answer.thumbnailUrl)")
            #expect(url.path == "/\(prefix)\(answer.key).jpg")
            #expect(url.queryItems?.contains { $0.name == "X-Amz-SignedHeaders" && $0.value == "host" } == true)
        }
    }

    @Test("GET / is the page, if there is one")
    func page() throws {
        let environment = Self.environment
        var handler = RequestHandler(settings: try Settings(environment: environment))
        let request = HTTPAPIRequest(method: "GET", path: "/")
        #expect(handler.respond(to: request, date: Self.date, id: "1d").statusCode == 404)
        handler.page = "<p>"
        let response = handler.respond(to: request, date: Self.date, id: "1d")
        #expect(response.statusCode == 200 && response.body == "<p>")
        #expect(response.headers["content-type"] == "text/html; charset=utf-8")
        let post = HTTPAPIRequest(method: "POST", path: "/")
        #expect(handler.respond(to: post, date: Self.date, id: "1d").statusCode == 405)
    }

    @Test("Two random IDs differ, and have 128 bits")
    func randomIDs() {
        let ids = Set((0..<100).map { _ in ObjectKey.randomID() })
        #expect(ids.count == 100 && ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }
}
