import Testing

@testable import Loopback

@Suite struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-0", ByteRange.bounded(first: 0, last: 0)),
        ("bytes=5-9223372036854775807", .bounded(first: 5, last: .max)),
        ("bytes=7-", .from(7)),
        ("bytes=-3", .suffix(3)),
        ("bytes=-0", .suffix(0)),
    ])
    func `the three forms of a range are read`(header: String, range: ByteRange) {
        #expect(ByteRange(header: header) == range)
    }

    @Test(arguments: [
        "", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "bytes 0-1", "items=0-1", "bytes=+1-2",
        "bytes=1--2", "bytes=1-99999999999999999999",
    ])
    func `anything else is no range, and the whole object is sent`(header: String) {
        #expect(ByteRange(header: header) == nil)
    }

    @Test(arguments: [
        (ByteRange.bounded(first: 2, last: 4), Range<Int64>?(2..<5), Range<Int64>?(2..<5)),
        (.bounded(first: 8, last: 99), 8..<100, 8..<10),
        (.bounded(first: 0, last: .max), 0..<Int64.max, 0..<10),
        (.bounded(first: 10, last: 10), 10..<11, nil),
        (.from(4), 4..<10, 4..<10),
        (.from(10), nil, nil),
        (.suffix(3), 7..<10, 7..<10),
        (.suffix(30), 0..<10, 0..<10),
        (.suffix(0), nil, nil),
    ])
    func `a range is cut to ten bytes, or not satisfiable`(
        range: ByteRange, asked: Range<Int64>?, satisfied: Range<Int64>?
    ) {
        #expect(range.asked(size: 10) == asked)
        #expect(range.satisfied(size: 10) == satisfied)
    }

    @Test func `without an object only a range with both ends is known`() {
        let ranges = [ByteRange.bounded(first: 2, last: 4), .from(2), .suffix(3)]
        #expect(ranges.map { $0.asked(size: nil) } == [2..<5, nil, nil])
    }

    @Test func `no range of an empty object can be satisfied`() {
        for range in [ByteRange.bounded(first: 0, last: 0), .from(0), .suffix(1)] {
            #expect(range.satisfied(size: 0) == nil)
        }
    }
}
