import Testing

@testable import LambdaEvents

@Suite("HTTP requests of payload format 2.0")
struct HTTPAPIRequestTests {
    private static func decode(
        path: String = "/upload/url", query: String = "", stage: String = "$default"
    ) throws -> HTTPAPIRequest {
        let event = """
            {"version":"2.0","rawPath":"\(path)","rawQueryString":"\(query)","cookies":["a=b"],
            "requestContext":{"stage":"\(stage)","http":{"method":"GET","path":"\(path)"},"time":"now"}}
            """
        return try HTTPAPIRequest.decode(event.utf8)
    }

    @Test("The query is decoded once, in its order")
    func query() throws {
        let request = try Self.decode(query: "b=1%252B&a=%ED%95%9C+x&b=2&empty&e=")
        #expect(request.query.map(\.name) == ["b", "a", "b", "empty", "e"])
        #expect(request.query.map(\.value) == ["1%2B", "한 x", "2", "", ""])
        #expect(request.value("b") == "1%2B")
        #expect(request.value("c") == nil)
    }

    @Test(
        "The stage that API Gateway puts before the path is no part of it",
        arguments: [
            ("/upload/url", "$default", "/upload/url"), ("/prod/upload/url", "prod", "/upload/url"),
            ("/prod", "prod", "/"),
            ("/production", "prod", "/production"),
        ])
    func stages(raw: String, stage: String, path: String) throws {
        #expect(try Self.decode(path: raw, stage: stage).path == path)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            ("{}", EventError.Code.unknownEvent), (#"{"version":"1.0","httpMethod":"GET"}"#, .unknownEvent),
            (#"{"version":"2.0"}"#, .unknownEvent), ("[]", .unknownEvent), ("{", .invalidJSON),
            (#"{"version":"2.0","requestContext":{"http":{}}}"#, .missingField),
            (
                #"{"version":"2.0","rawQueryString":"a=%ff","requestContext":{"http":{"method":"GET"}}}"#,
                .invalidQuery
            ),
        ])
    func refused(event: String, code: EventError.Code) {
        let error = #expect(throws: EventError.self) { try HTTPAPIRequest.decode(event.utf8) }
        #expect(error?.code == code)
    }
}
