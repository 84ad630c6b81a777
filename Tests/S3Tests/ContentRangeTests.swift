import Testing

@testable import S3

@Suite("Content-Range")
struct ContentRangeTests {
    @Test("The last byte is inclusive in the header")
    func parsed() {
        #expect(ContentRange("bytes 0-499/1234") == ContentRange(range: 0..<500, total: 1234))
        #expect(ContentRange("Bytes 5-5/*") == ContentRange(range: 5..<6, total: nil))
        #expect(
            ContentRange("bytes 9000000000-9000000001/9000000002")
                == ContentRange(range: 9_000_000_000..<9_000_000_002, total: 9_000_000_002))
    }

    @Test(
        "Contradictions and nonsense are nil",
        arguments: [
            "", "bytes", "bytes */1234", "bytes 5-4/10", "bytes 0-10/10", "bytes -5/10", "bytes 0-/10", "items 0-1/2",
            "bytes 0-1", "bytes 0-1/", "bytes 0-1/2/3", "bytes 0-9223372036854775807/*", "bytes 0-1/x",
        ])
    func refused(header: String) {
        #expect(ContentRange(header) == nil)
    }
}
