/// Where pages begin in an Ogg stream (RFC 3533, section 6).
enum OggPages {
    private static let capturePattern = Array("OggS".utf8)
    private static let header = 27

    /// Pages of content that begin with a packet and not with the rest of one; headers have the granule position 0. What
    /// other granule positions mean depends on the codec, so the times are unknown.
    static func entryPoints(in bytes: [UInt8], at offset: Int64, count: Int) -> [EntryPoint] {
        var points: [EntryPoint] = []
        var index = 0
        while index + header <= bytes.count, points.count < count {
            // The version is 0; of the flags, the last three are in use, the lowest of which is for a continued packet.
            if bytes[index] == capturePattern[0], bytes[index..<index + 4].elementsEqual(capturePattern),
                bytes[index + 4] == 0, bytes[index + 5] & ~0x06 == 0,
                bytes[index + 6..<index + 14].contains(where: { $0 != 0 })
            {
                points.append(EntryPoint(position: offset + Int64(index)))
                index += header
            } else {
                index += 1
            }
        }
        return points
    }
}
