/// The value of a `Content-Range` header: which bytes of the object an answer holds. RFC 9110, section 14.4.
package struct ContentRange: Sendable, Equatable {
    /// Byte offsets in the object. The header names its last byte; the range's upper bound is one after it.
    package var range: Range<Int64>
    /// The object's size in bytes; nil when the server does not tell (`*`).
    package var total: Int64?

    package init(range: Range<Int64>, total: Int64?) {
        self.range = range
        self.total = total
    }

    /// Reads `bytes 0-499/1234` or `bytes 0-499/*`; nil for anything else, and for numbers that contradict each other.
    package init?(_ header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let numbers = parts[1].split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
        guard numbers.count == 3, let first = Int64(numbers[0]), let last = Int64(numbers[1]),
            0 <= first, first <= last, last < Int64.max
        else { return nil }
        range = first..<last + 1
        if numbers[2] == "*" {
            total = nil
        } else if let total = Int64(numbers[2]), last < total {
            self.total = total
        } else {
            return nil
        }
    }
}
