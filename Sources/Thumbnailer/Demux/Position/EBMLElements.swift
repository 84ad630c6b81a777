/// One element after the other of EBML data (RFC 8794), as far as it is there.
struct EBMLElements {
    struct Element {
        var id: Int
        /// Index of its first byte.
        var start: Int
        /// Indexes of what it holds; shortened to what is there. An element of unknown size goes on to the end.
        var content: Range<Int>
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// Nil at the end, and where no element is.
    mutating func next() -> Element? {
        let start = index
        guard let id = number(keepingMarker: true, largest: 4), let size = number(keepingMarker: false, largest: 8)
        else { return nil }
        let content =
            index..<(size.isUnknown ? bytes.endIndex : min(index + min(size.value, bytes.count), bytes.endIndex))
        index = content.upperBound
        return Element(id: id.value, start: start, content: content)
    }

    /// A variable-size integer: as many zero bits before the first one as bytes follow the first.
    private mutating func number(keepingMarker: Bool, largest: Int) -> (value: Int, isUnknown: Bool)? {
        guard index < bytes.endIndex else { return nil }
        let length = bytes[index].leadingZeroBitCount + 1
        guard length <= largest, index + length <= bytes.endIndex else { return nil }
        let all = bytes[index..<index + length].reduce(0) { $0 << 8 | Int($1) }
        index += length
        let data = all & ((1 << (7 * length)) - 1)
        return (keepingMarker ? all : data, data == (1 << (7 * length)) - 1)
    }
}
