import RangeReader

/// A file that is put together of bytes in memory and of ranges of another one, without copying those.
///
/// For a container whose packets lie where they lie, and whose header was written anew.
struct Splice: RandomAccess {
    enum Part: Equatable {
        case bytes([UInt8])
        /// A range of the base, in its bytes.
        case range(Range<Int64>)

        var count: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .range(let range): range.upperBound - range.lowerBound
            }
        }
    }

    /// Where a byte of the file comes from.
    enum Origin: Equatable {
        /// Part number, and the range within its bytes up to the part's end.
        case memory(part: Int, Range<Int>)
        /// A range of the base up to the part's end.
        case base(Range<Int64>)
    }

    private let base: any RandomAccess
    private let parts: [Part]
    /// Where each part ends, in bytes of the file.
    private let ends: [Int64]

    init(_ parts: [Part], of base: any RandomAccess) {
        self.base = base
        self.parts = parts
        var end: Int64 = 0
        ends = parts.map { part in
            end += part.count
            return end
        }
    }

    func size() -> Int64 { ends.last ?? 0 }

    /// Where the byte at `offset` comes from, with all that follow it in the same part; nil outside the file.
    func origin(of offset: Int64) -> Origin? {
        guard offset >= 0, let number = ends.firstIndex(where: { $0 > offset }) else { return nil }
        let skipped = offset - (ends[number] - parts[number].count)
        return switch parts[number] {
        case .bytes(let bytes): .memory(part: number, Int(skipped)..<bytes.count)
        case .range(let range): .base(range.lowerBound + skipped..<range.upperBound)
        }
    }

    /// Never reads across the border of two parts: a part of the base that nobody wants yet is not waited for.
    func read(at offset: Int64, upTo count: Int, _ body: (RawSpan) -> Void) throws(SourceError) -> Int {
        guard count > 0 else { return 0 }
        switch origin(of: offset) {
        case nil: return 0
        case .base(let range):
            return try base.read(
                at: range.lowerBound, upTo: Int(min(Int64(count), range.upperBound - range.lowerBound)), body)
        case .memory(let number, let range):
            guard case .bytes(let bytes) = parts[number] else { return 0 }
            let given = range.prefix(count)
            unsafe body(bytes.span.bytes.extracting(given))
            return given.count
        }
    }
}
