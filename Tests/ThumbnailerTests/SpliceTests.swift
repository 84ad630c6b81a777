import RangeReader
import Testing

@testable import Thumbnailer

@Suite("A file put together of bytes and of ranges of another one")
struct SpliceTests {
    /// Byte `n` of it is `n`.
    private struct Counting: RandomAccess {
        func size() -> Int64 { 256 }

        func read(at offset: Int64, upTo count: Int, _ body: (RawSpan) -> Void) -> Int {
            let bytes = (offset..<min(offset + Int64(count), 256)).map { UInt8($0) }
            if !bytes.isEmpty { body(bytes.span.bytes) }
            return bytes.count
        }
    }

    private static var splice: Splice {
        Splice(
            [.bytes([1, 2, 3]), .range(100..<105), .bytes([]), .range(10..<10), .bytes([4]), .range(7..<9)],
            of: Counting())
    }

    private static func read(at offset: Int64, upTo count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let given = try splice.read(at: offset, upTo: count) { span in
            span.withUnsafeBytes { bytes += $0 }
        }
        #expect(given == bytes.count)
        return bytes
    }

    @Test("It is as long as its parts together") func size() { #expect(Self.splice.size() == 11) }

    @Test("Read from its beginning to its end, it gives its parts one after the other")
    func whole() throws {
        var bytes: [UInt8] = []
        while case let more = try Self.read(at: Int64(bytes.count), upTo: 100), !more.isEmpty { bytes += more }
        #expect(bytes == [1, 2, 3, 100, 101, 102, 103, 104, 4, 7, 8])
    }

    @Test(
        "One read gives bytes of one part",
        arguments: [
            (0, 2, [1, 2]), (1, 9, [2, 3]), (3, 9, [100, 101, 102, 103, 104]), (5, 1, [102]), (8, 9, [4]), (10, 9, [8]),
        ] as [(Int64, Int, [UInt8])])
    func parts(offset: Int64, count: Int, bytes: [UInt8]) throws {
        #expect(try Self.read(at: offset, upTo: count) == bytes)
    }

    @Test("Beyond it there is nothing", arguments: [-1, 11, .max] as [Int64])
    func outside(offset: Int64) throws {
        #expect(try Self.read(at: offset, upTo: 5).isEmpty)
        #expect(Self.splice.origin(of: offset) == nil)
    }

    @Test("Each byte is told where it comes from")
    func origins() {
        #expect(Self.splice.origin(of: 2) == .memory(part: 0, 2..<3))
        #expect(Self.splice.origin(of: 4) == .base(101..<105))
        #expect(Self.splice.origin(of: 8) == .memory(part: 4, 0..<1))
    }
}
