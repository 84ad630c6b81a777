/// The presentation timestamp in the header of a packetized elementary stream's packet (ISO/IEC 13818-1, 2.4.3.6).
enum PresentationTimestamp {
    /// In units of 1/90 000 s; nil when no video packet with a timestamp begins at `start`.
    static func parse(_ bytes: [UInt8], at start: Int) -> Int64? {
        guard start + 14 <= bytes.count, bytes[start] == 0, bytes[start + 1] == 0, bytes[start + 2] == 1 else {
            return nil
        }
        // Video, private (DVD subpictures and newer codecs) and extended streams.
        guard [0xBD, 0xFD].contains(bytes[start + 3]) || bytes[start + 3] & 0xF0 == 0xE0 else { return nil }
        var index = start + 6
        if bytes[index] & 0xC0 == 0x80 {
            guard bytes[index + 1] & 0x80 != 0 else { return nil }
            index += 3
        } else {
            // MPEG-1 (ISO/IEC 11172-1, 2.4.3.3): stuffing, the decoder's buffer size, the timestamp.
            while index < bytes.count, bytes[index] == 0xFF { index += 1 }
            if index < bytes.count, bytes[index] & 0xC0 == 0x40 { index += 2 }
        }
        guard index + 5 <= bytes.count, [0x20, 0x30].contains(bytes[index] & 0xF0), bytes[index] & 1 == 1,
            bytes[index + 2] & 1 == 1, bytes[index + 4] & 1 == 1
        else { return nil }
        let parts = bytes[index..<index + 5].map(Int64.init)
        return (parts[0] >> 1 & 7) << 30 | parts[1] << 22 | (parts[2] >> 1) << 15 | parts[3] << 7 | parts[4] >> 1
    }
}
