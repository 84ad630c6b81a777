/// What the sample description (`stsd`, ISO/IEC 14496-12 §8.5.2) of a track must be so that one sample can be decoded
/// without libavformat having seen the others.
enum SampleDescription {
    /// Sample entries, and the box in them that a decoder needs, if any.
    ///
    /// Of other codecs libavformat reads the first packets to know their parameters (MPEG-4 part 2, H.263, MPEG-2, DV),
    /// or they take part in rules of their own (still pictures as chapters, palettes).
    private static let codecs: [FourCharacterCode: FourCharacterCode?] = [
        "avc1": "avcC", "avc2": "avcC", "avc3": "avcC", "avc4": "avcC", "hvc1": "hvcC", "hev1": "hvcC",
        "av01": "av1C", "vp08": nil, "vp09": nil,
        "apco": nil, "apcs": nil, "apcn": nil, "apch": nil, "ap4h": nil, "ap4x": nil,
    ]
    /// Of a visual sample entry before the boxes in it, in bytes (§12.1.3).
    private static let entryHeader = 86

    /// - Parameter content: Of the box, from its version on.
    /// - Throws: ``UnusualMovie`` for other codecs, encrypted ones, several descriptions and those without a configuration.
    static func check(_ content: BigEndianBytes) throws(MovieError) {
        guard content.uint32(at: 4) == 1 else { throw .unusual(.description) }
        guard let entry = box(at: 8, in: content, end: content.count) else { throw .unusual(.boxes) }
        if entry.type == "encv" { throw .unusual(.encrypted) }
        guard let configuration = codecs[entry.type] else { throw .unusual(.codec) }
        guard let width = content.uint16(at: 8 + 32), let height = content.uint16(at: 8 + 34), width > 0, height > 0
        else { throw .unusual(.description) }
        var offset = 8 + entryHeader
        var types: Set<FourCharacterCode> = []
        // QuickTime ends entries with four zero bytes, or with anything.
        while let box = box(at: offset, in: content, end: Int(entry.range.upperBound)) {
            types.insert(box.type)
            offset = Int(box.range.upperBound)
        }
        if types.contains("sinf") { throw .unusual(.encrypted) }
        if let configuration, !types.contains(configuration) { throw .unusual(.description) }
    }

    private static func box(at offset: Int, in content: BigEndianBytes, end: Int) -> Box? {
        guard offset + 8 <= end, content.uint32(at: offset) != 0 else { return nil }
        let header = BigEndianBytes(Array(content.bytes[offset..<min(offset + 16, content.count)]))
        return Box(header: header, at: Int64(offset), end: Int64(end))
    }
}
