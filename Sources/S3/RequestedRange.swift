/// The bytes of an object that a request asks for. RFC 9110, section 14.1.
package enum RequestedRange: Sendable, Equatable {
    /// Offsets, not empty; cut off at the object's end by the server.
    case bytes(Range<Int64>)
    /// So many bytes at the object's end, or the whole object if it has fewer: how to ask for them without its size.
    case last(Int64)

    /// Nil when it asks for nothing, or for what no object has.
    package var header: String? {
        switch self {
        case .bytes(let range):
            range.isEmpty || range.lowerBound < 0 ? nil : "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        case .last(let count): count > 0 ? "bytes=-\(count)" : nil
        }
    }

    /// The bytes that the right answer holds; nil when there are none.
    package func satisfied(objectSize: Int64) -> Range<Int64>? {
        let range =
            switch self {
            case .bytes(let range): range.clamped(to: 0..<objectSize)
            case .last(let count): max(0, objectSize - count)..<objectSize
            }
        return range.isEmpty ? nil : range
    }
}
