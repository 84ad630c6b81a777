import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import S3

@Suite("Errors")
struct S3ErrorTests {
    private func error(
        _ status: Int, s3Code: String? = nil, extra: String = "", headers: [String: String] = [:]
    ) -> S3Error {
        let body = s3Code.map {
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\($0)</Code><Message>Why not.</Message>\(extra)<RequestId>4442587FB7D0A2F9</RequestId></Error>
            """
        }
        return S3Error(status: status, headers: { headers[$0] }, body: body ?? "", region: "eu-west-1")
    }

    @Test(
        "S3's codes are told apart",
        arguments: [
            (404, "NoSuchKey", S3Error.Code.noSuchKey), (404, "NoSuchVersion", .noSuchKey),
            (404, "NoSuchBucket", .noSuchBucket), (403, "AccessDenied", .accessDenied),
            (403, "InvalidAccessKeyId", .invalidCredentials), (403, "SignatureDoesNotMatch", .invalidCredentials),
            (400, "InvalidToken", .invalidCredentials), (400, "AuthorizationHeaderMalformed", .invalidCredentials),
            (400, "ExpiredToken", .expiredCredentials), (403, "RequestTimeTooSkewed", .clockSkew),
            (412, "PreconditionFailed", .preconditionFailed), (416, "InvalidRange", .rangeNotSatisfiable),
            (503, "SlowDown", .throttled), (503, "ServiceUnavailable", .serverError),
            (500, "InternalError", .serverError), (409, "ConditionalRequestConflict", .serverError),
            (400, "RequestTimeout", .timeout), (301, "PermanentRedirect", .wrongRegion),
            (307, "TemporaryRedirect", .wrongRegion), (501, "NotImplemented", .badRequest),
            (400, "KeyTooLongError", .badRequest), (404, "SomethingNew", .noSuchKey), (599, "Other", .serverError),
        ])
    func s3Codes(status: Int, name: String, code: S3Error.Code) {
        let error = error(status, s3Code: name)
        #expect(error.code == code)
        #expect(error.message == "\(name): Why not.")
        #expect(error.httpStatus == status)
        #expect(error.requestID == "4442587FB7D0A2F9")
    }

    @Test(
        "Without a body the status has to say it",
        arguments: [
            (301, S3Error.Code.wrongRegion), (304, .invalidResponse), (400, .badRequest), (401, .accessDenied),
            (403, .accessDenied), (404, .noSuchKey), (408, .timeout), (412, .preconditionFailed),
            (416, .rangeNotSatisfiable), (429, .throttled), (500, .serverError), (501, .badRequest),
            (502, .serverError), (503, .serverError), (504, .serverError),
        ])
    func statuses(status: Int, code: S3Error.Code) {
        #expect(error(status).code == code)
    }

    @Test("The bucket's region makes a malformed credential a wrong region, and is told")
    func region() {
        let malformed = error(400, s3Code: "AuthorizationHeaderMalformed", extra: "<Region>us-west-2</Region>")
        #expect(malformed.code == .wrongRegion)
        #expect(malformed.message.hasSuffix("(bucket region: us-west-2)"))
        #expect(error(400, headers: ["x-amz-bucket-region": "us-west-2"]).code == .wrongRegion)
        #expect(error(400, headers: ["x-amz-bucket-region": "eu-west-1"]).code == .badRequest)
    }

    @Test("A delete marker is a missing key, whatever the status")
    func deleteMarker() {
        let marker = ["x-amz-delete-marker": "true"]
        #expect(error(405, headers: marker).code == .noSuchKey)
        #expect(error(405, s3Code: "MethodNotAllowed", headers: marker).code == .noSuchKey)
    }

    @Test("Exactly the codes that time can heal are transient")
    func transient() {
        #expect(
            S3Error.Code.allCases.filter(\.isTransient) == [.throttled, .serverError, .timeout, .connectionFailed])
    }

    @Test(
        "The HTTP client's errors become timeouts, broken connections and cancellations",
        arguments: [
            (HTTPClientError.deadlineExceeded, S3Error.Code.timeout), (HTTPClientError.readTimeout, .timeout),
            (HTTPClientError.connectTimeout, .timeout), (HTTPClientError.remoteConnectionClosed, .connectionFailed),
            (HTTPClientError.cancelled, .cancelled), (CancellationError(), .cancelled),
            (HTTPClientError.invalidURL, .invalidConfiguration),
            (HTTPParserError.invalidEOFState, .connectionFailed), (HTTPParserError.invalidChunkSize, .invalidResponse),
            (IOError(errnoCode: 104, reason: "read"), .connectionFailed),
            (S3Error(.noSuchKey, "as it was"), .noSuchKey),
        ] as [(any Error, S3Error.Code)])
    func transport(error: any Error, code: S3Error.Code) {
        #expect(S3Error(transport: error).code == code)
    }

    @Test(
        "A connection that breaks before an answer may have been stale; in the middle of one it was not",
        arguments: [
            HTTPClientError.remoteConnectionClosed, IOError(errnoCode: 104, reason: "read"),
            IOError(errnoCode: 32, reason: "write"), ChannelError.ioOnClosedChannel, ChannelError.eof,
        ] as [any Error])
    func stale(error: any Error) {
        #expect(S3Error(transport: error).isStaleConnection)
        #expect(!S3Error(duringAnswer: error).isStaleConnection)
        #expect(S3Error(duringAnswer: error).code == .connectionFailed)
    }

    @Test(
        "A connection that was never made is not stale, nor is a slow or a wrong one",
        arguments: [
            IOError(errnoCode: 111, reason: "connect"), ChannelError.connectTimeout(.seconds(1)),
            HTTPClientError.readTimeout, HTTPParserError.invalidEOFState, CancellationError(),
        ] as [any Error])
    func notStale(error: any Error) {
        #expect(!S3Error(transport: error).isStaleConnection)
    }

    @Test("Retry-After is a number of seconds, or a date that counts from the answer's own")
    func retryAfter() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        func retryAfter(_ value: String?, date: String? = date) -> Duration? {
            var headers: [String: String] = [:]
            headers["retry-after"] = value
            headers["date"] = date
            return error(503, headers: headers).retryAfter
        }
        #expect(retryAfter("0") == .zero)
        #expect(retryAfter("120") == .seconds(120))
        #expect(retryAfter("99999999999999999999") == .seconds(Int32.max))
        #expect(retryAfter("Sun, 06 Nov 1994 08:50:07 GMT") == .seconds(30))
        #expect(retryAfter("Sun, 06 Nov 1994 08:49:07 GMT") == .zero)
        #expect(retryAfter("Sun, 06 Nov 1994 08:50:07 GMT", date: nil) == nil)
        for nonsense in [nil, "", "-1", "1.5", "soon"] { #expect(retryAfter(nonsense) == nil) }
        #expect(error(503, headers: ["date": date]).serverDate?.timeIntervalSince1970 == 784_111_777)
    }
}

@Suite("Error documents")
struct S3ErrorDocumentTests {
    @Test("Entities are decoded once")
    func entities() {
        let document = S3ErrorDocument(xml: "<Error><Message>a &amp;lt; b &lt; &quot;c&quot;</Message></Error>")
        #expect(document.message == "a &lt; b < \"c\"")
    }

    @Test(
        "What is no error document says nothing",
        arguments: [
            "", "<", "<html><head><Code>418</Code></head></html>", "{\"Code\": \"NoSuchKey\"}", "<Error>",
            "<Error><Code>",
            "<Error></Code><Code>",
        ])
    func nonsense(body: String) {
        let document = S3ErrorDocument(xml: body)
        #expect(document.code == nil)
        #expect(document.message == nil)
    }

    @Test("A document that is cut off says what it has")
    func cutOff() {
        let document = S3ErrorDocument(xml: "<Error><Code>SlowDown</Code><Message>Please red")
        #expect(document.code == "SlowDown")
        #expect(document.message == nil)
    }

    @Test("A message is bounded")
    func bounded() {
        let body = "<Error><Code>X</Code><Message>\(String(repeating: "long ", count: 1000))</Message></Error>"
        #expect(S3Error(status: 400, headers: { _ in nil }, body: body, region: "").message.count == 500)
    }
}
