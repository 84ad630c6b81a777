/// Where the frames of a video begin in an MPEG transport stream (ISO/IEC 13818-1, 2.4.3.2).
///
/// libavformat finds its way from any place, but gives a frame only when it has read all of it: the first one of a video may
/// be longer than the object's head. The timestamp is in its first packet.
enum TransportStream {
    private static let syncByte: UInt8 = 0x47
    /// Bytes: plain, with an arrival timestamp before (Blu-ray), with error correction after (DVB).
    private static let packetSizes = [188, 192, 204]
    /// So many sync bytes in a row are no accident.
    private static let certain = 5

    /// - Parameter packetID: Of the video's packets.
    static func entryPoints(in bytes: [UInt8], at offset: Int64, packetID: Int, count: Int) -> [EntryPoint] {
        guard let (start, size) = synchronize(bytes) else { return [] }
        var points: [EntryPoint] = []
        for packet in stride(from: start, through: bytes.count - 188, by: size) where points.count < count {
            guard bytes[packet] == syncByte, bytes[packet + 1] & 0x40 != 0,
                Int(bytes[packet + 1] & 0x1F) << 8 | Int(bytes[packet + 2]) == packetID
            else { continue }
            let hasAdaptationField = bytes[packet + 3] & 0x20 != 0
            let payload = packet + 4 + (hasAdaptationField ? 1 + Int(bytes[packet + 4]) : 0)
            guard payload + 14 <= packet + 188, let timestamp = PresentationTimestamp.parse(bytes, at: payload) else {
                continue
            }
            points.append(EntryPoint(position: offset + Int64(packet), timestamp: timestamp))
        }
        return points
    }

    /// Where the first packet begins, and how far it is from one to the next.
    private static func synchronize(_ bytes: [UInt8]) -> (start: Int, size: Int)? {
        for size in packetSizes {
            for start in 0..<size where start + (certain - 1) * size < bytes.count {
                if (0..<certain).allSatisfy({ bytes[start + $0 * size] == syncByte }) { return (start, size) }
            }
        }
        return nil
    }
}
