extension RangeReader {
    /// A copy of the bytes in `range`, as far as the object goes. Blocks until all of them have arrived.
    package func bytes(in range: Range<Int64>) throws(SourceError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        while bytes.count < range.count {
            let given = try read(
                at: range.lowerBound + Int64(bytes.count), upTo: range.count - bytes.count
            ) { part in
                part.withUnsafeBytes { bytes.append(contentsOf: $0) }
            }
            if given == 0 { break }
        }
        return bytes
    }
}
