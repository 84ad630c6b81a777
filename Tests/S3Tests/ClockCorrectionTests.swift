import FoundationEssentials
import NIOCore
import NIOHTTP1
import S3
import Testing

@Suite("A clock that is wrong")
struct ClockCorrectionTests {
    private let object = S3ObjectID(bucket: "videos", key: "a.mp4")
    /// This machine's clock stands at 1 January 2026, 00:00:00 UTC; S3's is a day and an hour ahead.
    private let now = Date(timeIntervalSince1970: 1_767_225_600)
    private let headers: HTTPHeaders = ["date": "Fri, 02 Jan 2026 01:00:00 GMT"]
    private let document = "<Error><Code>RequestTimeTooSkewed</Code></Error>"

    private func dates(_ server: ScriptedServer) -> [String?] {
        server.requests.map { $0.head.headers.first(name: "x-amz-date") }
    }

    @Test("A GET is signed again with S3's time, and so is everything after it, presigned URLs too")
    func corrected() async throws {
        let steps: [ScriptedServer.Step] = [.answer(.forbidden, headers, document), .answer(.ok), .answer(.ok)]
        try await withScript(steps, now: { [now] in now }) { server, client, waits in
            let copy = client
            let result = try await copy.getObject(object, range: nil, ifMatch: nil, deadline: .patient)
            #expect(try await result.body.bytes() == [])
            _ = try await client.headObject(object, deadline: .patient)
            #expect(dates(server) == ["20260101T000000Z", "20260102T010000Z", "20260102T010000Z"])
            #expect(waits.all.isEmpty)
            let url = try await client.presignedURL(method: "GET", object, expiresIn: 60, date: now)
            #expect(url.contains("X-Amz-Date=20260102T010000Z"))
        }
    }

    @Test("A refused HEAD has no body to say why, but a date")
    func head() async throws {
        let steps: [ScriptedServer.Step] = [.answer(.forbidden, headers), .answer(.ok)]
        try await withScript(steps, now: { [now] in now }) { server, client, _ in
            _ = try await client.headObject(object, deadline: .patient)
            #expect(dates(server) == ["20260101T000000Z", "20260102T010000Z"])
        }
    }

    @Test("Who is refused with the right time too, is refused")
    func denied() async throws {
        let steps: [ScriptedServer.Step] = [.answer(.forbidden, headers), .answer(.forbidden, headers), .answer(.ok)]
        try await withScript(steps, now: { [now] in now }) { server, client, _ in
            let error = try await s3Error { _ = try await client.headObject(object, deadline: .patient) }
            #expect(error?.code == .accessDenied)
            #expect(server.requests.count == 2)
        }
    }

    @Test("The clock is corrected once for a request, not again and again")
    func once() async throws {
        let later: HTTPHeaders = ["date": "Sat, 03 Jan 2026 01:00:00 GMT"]
        let steps: [ScriptedServer.Step] = [.answer(.forbidden, headers), .answer(.forbidden, later), .answer(.ok)]
        try await withScript(steps, now: { [now] in now }) { server, client, _ in
            let error = try await s3Error { _ = try await client.headObject(object, deadline: .patient) }
            #expect(error?.code == .clockSkew)
            #expect(error?.isTransient == false)
            #expect(server.requests.count == 2)
        }
    }
}
