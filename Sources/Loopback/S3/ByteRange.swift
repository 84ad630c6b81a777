/// The one range of a Range header (RFC 9110, 14.1.2), before the size of the object is known.
enum ByteRange: Sendable, Equatable {
    /// `bytes=first-last`, both inclusive.
    case bounded(first: Int64, last: Int64)
    /// `bytes=first-`
    case from(Int64)
    /// `bytes=-count`
    case suffix(Int64)

    /// Nil for what S3 ignores: another unit, several ranges, a syntax error, a last byte before the first.
    init?(header: String) {
        guard header.hasPrefix("bytes=") else { return nil }
        let bounds = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.joined().utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        switch (Int64(bounds[0]), Int64(bounds[1])) {
        case (let first?, let last?) where first <= last: self = .bounded(first: first, last: last)
        case (let first?, nil) where bounds[1].isEmpty: self = .from(first)
        case (nil, let count?) where bounds[0].isEmpty: self = .suffix(count)
        default: return nil
        }
    }

    /// The bytes asked for, not cut to the size. Nil if there are none, as in `bytes=-0`, or if it takes a size to know.
    func asked(size: Int64?) -> Range<Int64>? {
        switch (self, size) {
        case (.bounded(let first, let last), _): first..<(last == .max ? last : last + 1)
        case (.from(let first), let size?): first < size ? first..<size : nil
        case (.suffix(let count), let size?): count > 0 ? max(0, size - count)..<size : nil
        case (_, nil): nil
        }
    }

    /// The bytes to send of an object of `size` bytes. Nil when no byte of it is in the range: 416.
    func satisfied(size: Int64) -> Range<Int64>? {
        guard let range = asked(size: size)?.clamped(to: 0..<size), !range.isEmpty else { return nil }
        return range
    }
}
