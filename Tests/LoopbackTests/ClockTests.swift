import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import Loopback

/// The server's clock: what it says, and whom it refuses by it.
@Suite(.timeLimit(.minutes(15))) struct ClockTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_827_696.9, "Tue, 29 Feb 2000 12:34:56 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func `a date is spelt as HTTP wants it`(seconds: TimeInterval, text: String) {
        #expect(httpDate(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func `the time of a signature is read from the headers or from the query`() {
        let date = Date(timeIntervalSince1970: 1_440_938_160)
        let signed = SignedTime(uri: "/b/k", headers: ["X-Amz-Date": "20150830T123600Z"])
        #expect(signed?.date == date)
        #expect(signed?.expires == nil)
        let presigned = SignedTime(uri: "/b/k?X-Amz-Date=20150830T123600Z&a&X-Amz-Expires=60", headers: [:])
        #expect(presigned?.date == date)
        #expect(presigned?.expires == 60)
        for text in ["", "20150830T123600", "20150830 123600Z", "2015083xT123600Z"] {
            #expect(SignedTime(uri: "/b/k", headers: ["X-Amz-Date": text]) == nil)
        }
    }

    @Test(arguments: [
        (-901, LoopbackS3.ErrorCode?.some(.requestTimeTooSkewed), LoopbackS3.ErrorCode?.some(.requestTimeTooSkewed)),
        (-899, nil, nil), (0, nil, nil), (899, nil, nil), (901, .requestTimeTooSkewed, nil),
        (3599, .requestTimeTooSkewed, nil),
        (3601, .requestTimeTooSkewed, .accessDenied),
    ])
    func `a signature holds for fifteen minutes both ways, a presigned URL until it expires`(
        age: TimeInterval, signed: LoopbackS3.ErrorCode?, presigned: LoopbackS3.ErrorCode?
    ) {
        let now = Date(timeIntervalSince1970: 1_440_938_160) + age
        func refusal(_ query: String, _ headers: HTTPHeaders) -> LoopbackS3.ErrorCode? {
            SignedTime(uri: "/b/k" + query, headers: headers)?.refusal(at: now)?.code
        }
        #expect(refusal("", ["x-amz-date": "20150830T123600Z"]) == signed)
        #expect(refusal("?X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600", [:]) == presigned)
    }

    @Test func `a skewed client is refused and told the server's time, by which it may sign again`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes([1]), bucket: "b", key: "k")
            s3.setClock(offset: .seconds(-86_400 * 365))
            try await TestConnection.open(to: s3.endpoint) { connection in
                let unsigned = try await connection.send(.GET, "/b/k")
                #expect(unsigned.status == 200)
                let year = Calendar(identifier: .gregorian).component(.year, from: Date() - 86_400 * 365)
                let date = try #require(unsigned.headers.first(name: "date"))
                #expect(date.hasSuffix(" GMT") && date.contains(" \(year) "))

                let skewed = try await connection.send(
                    .PUT, "/b/new", headers: ["x-amz-date": basicFormat(offset: 0)], body: [1])
                #expect(skewed.status == 403)
                #expect(String(buffer: skewed.body).contains("<Code>RequestTimeTooSkewed</Code>"))
                #expect(skewed.headers["date"].count == 1)
                #expect(s3.object(bucket: "b", key: "new") == nil)

                let corrected = try await connection.send(
                    .GET, "/b/k", headers: ["x-amz-date": basicFormat(offset: -86_400 * 365)])
                #expect(corrected.status == 200)
                s3.setClock(offset: .zero)
                let right = try await connection.send(.GET, "/b/k", headers: ["x-amz-date": basicFormat(offset: 0)])
                #expect(right.status == 200)
                #expect(s3.records.map(\.fault) == [nil, nil, nil, nil])
            }
        }
    }

    @Test(arguments: [LoopbackS3.Fault.error(.internalError), .badGateway(), .deadKeepAlive])
    func `every answer says the time, also where a fault made it`(fault: LoopbackS3.Fault) async throws {
        try await withServer { s3 in
            s3.inject(FaultPlan([.init(fault, at: 1)]))
            try await TestConnection.open(to: s3.endpoint) { connection in
                let response = try await connection.send(.GET, "/b/k")
                #expect(response.headers["date"].count == 1)
            }
        }
    }

    private func basicFormat(offset: TimeInterval) -> String {
        (Date() + offset).formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }
}
