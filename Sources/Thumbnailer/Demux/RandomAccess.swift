import RangeReader

/// Bytes that can be read at any offset: an object, or a file put together of parts of it.
protocol RandomAccess {
    /// In bytes. Blocks until it is known.
    func size() throws(SourceError) -> Int64

    /// Lends the bytes from `offset` on: at least one, at most `count`, as many as are there already.
    ///
    /// - Returns: How many bytes `body` was given; 0, without a call, at the end.
    /// - Complexity: Blocks until the first of the bytes is there. The lent bytes are valid during the call only.
    func read(at offset: Int64, upTo count: Int, _ body: (RawSpan) -> Void) throws(SourceError) -> Int
}

extension RangeReader: RandomAccess {
    func size() throws(SourceError) -> Int64 { try objectSize() }
}
