import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import LambdaRuntime

@Suite struct RuntimeRequestTests {
    private let failure = FunctionError(errorType: "Thumbnail.NotVideo", message: "a \"text\"\nof\u{1} 2 lines")

    @Test func `the four calls go to their paths`() {
        let requests: [(RuntimeRequest, String)] = [
            (.next, "GET /2018-06-01/runtime/invocation/next"),
            (.response(requestID: "id-1", ByteBuffer()), "POST /2018-06-01/runtime/invocation/id-1/response"),
            (.error(requestID: "id-1", failure), "POST /2018-06-01/runtime/invocation/id-1/error"),
            (.initError(failure), "POST /2018-06-01/runtime/init/error"),
        ]
        for (request, line) in requests {
            let head = request.head(authority: "127.0.0.1:9001")
            #expect("\(head.method) \(head.uri)" == line)
            #expect(head.headers["host"] == ["127.0.0.1:9001"])
        }
    }

    @Test func `every POST has a length, an empty answer too`() {
        let answer = RuntimeRequest.response(requestID: "1", ByteBuffer())
        #expect(answer.head(authority: "h:1").headers["content-length"] == ["0"])
        let error = RuntimeRequest.error(requestID: "1", failure)
        #expect(error.head(authority: "h:1").headers["content-length"] == ["\(error.body?.readableBytes ?? -1)"])
        #expect(RuntimeRequest.next.head(authority: "h:1").headers["content-length"].isEmpty)
    }

    @Test func `an error has its type in the header and is valid JSON`() throws {
        struct Report: Decodable, Equatable {
            let errorMessage: String
            let errorType: String
            let stackTrace: [String]
        }
        for request in [RuntimeRequest.error(requestID: "1", failure), .initError(failure)] {
            let head = request.head(authority: "h:1")
            #expect(head.headers["lambda-runtime-function-error-type"] == ["Thumbnail.NotVideo"])
            let body = Data(try #require(request.body).readableBytesView)
            #expect(
                try JSONDecoder().decode(Report.self, from: body)
                    == Report(errorMessage: failure.message, errorType: failure.errorType, stackTrace: []))
        }
    }

    @Test func `an error type cannot break out of its header`() {
        let request = RuntimeRequest.initError(FunctionError(errorType: "A.B\r\nX: é1", message: ""))
        #expect(request.head(authority: "h:1").headers["lambda-runtime-function-error-type"] == ["A.BX:1"])
    }

    @Test func `the time left ends at zero`() {
        let context = LambdaContext(requestID: "1", deadline: Date(timeIntervalSince1970: 100))
        #expect(context.remaining(at: Date(timeIntervalSince1970: 98.5)) == .milliseconds(1500))
        #expect(context.remaining(at: Date(timeIntervalSince1970: 101)) == .zero)
    }
}
