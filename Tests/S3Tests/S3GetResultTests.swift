import NIOHTTP1
import Testing

@testable import S3

@Suite("The head of an answer to GET")
struct S3GetResultTests {
    private func contentRange(
        _ status: Int, _ header: String? = nil, length: Int? = nil, asked: RequestedRange?
    ) throws
        -> ContentRange?
    {
        var headers = HTTPHeaders()
        if let header { headers.add(name: "Content-Range", value: header) }
        if let length { headers.add(name: "Content-Length", value: String(length)) }
        return try S3GetResult.contentRange(status: status, headers: headers, asked: asked)
    }

    @Test("A partial answer is the range asked for, or its part before the object's end")
    func partial() throws {
        #expect(try contentRange(206, "bytes 5-9/100", length: 5, asked: .bytes(5..<10))?.total == 100)
        #expect(try contentRange(206, "bytes 95-99/100", asked: .bytes(95..<200))?.range == 95..<100)
        #expect(try contentRange(206, "bytes 95-99/100", asked: .last(5))?.range == 95..<100)
        #expect(try contentRange(206, "bytes 0-99/100", asked: .last(500))?.range == 0..<100)
        #expect(try contentRange(206, "bytes 5-9/*", asked: .bytes(5..<10))?.total == nil)
    }

    @Test("A whole object has no range, whether one was asked for or not")
    func whole() throws {
        #expect(try contentRange(200, asked: .bytes(5..<10)) == nil)
        #expect(try contentRange(200, asked: nil) == nil)
    }

    @Test(
        "An answer to another question is refused",
        arguments: [
            (206, nil, nil, .bytes(5..<10)), (206, "bytes 0-9/100", nil, .bytes(5..<10)),
            (206, "bytes 5-8/100", nil, .bytes(5..<10)),
            (206, "bytes 5-10/100", nil, .bytes(5..<10)), (206, "bytes 5-9/100", 6, .bytes(5..<10)),
            (206, "bytes 0-9/100", nil, nil),
            (206, "nonsense", nil, .bytes(5..<10)), (204, nil, nil, nil),
            (206, "bytes 90-98/100", nil, .last(10)), (206, "bytes 89-99/100", nil, .last(10)),
        ] as [(Int, String?, Int?, RequestedRange?)])
    func refused(status: Int, header: String?, length: Int?, asked: RequestedRange?) {
        #expect {
            try contentRange(status, header, length: length, asked: asked)
        } throws: {
            ($0 as? S3Error)?.code == .invalidResponse
        }
    }
}
