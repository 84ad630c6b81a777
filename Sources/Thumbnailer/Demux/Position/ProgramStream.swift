/// Where packets of a video begin in an MPEG program stream (ISO/IEC 13818-1, 2.5).
enum ProgramStream {
    /// - Parameter streamID: Of the video's packets; libavformat gives the whole start code, of which it is the last byte.
    static func entryPoints(in bytes: [UInt8], at offset: Int64, streamID: Int, count: Int) -> [EntryPoint] {
        var points: [EntryPoint] = []
        var index = 0
        while index + 14 <= bytes.count, points.count < count {
            // A start code's third byte is 1, and nothing before it is above that.
            if bytes[index + 2] > 1 {
                index += 3
                continue
            }
            if bytes[index + 3] == UInt8(truncatingIfNeeded: streamID),
                let timestamp = PresentationTimestamp.parse(bytes, at: index)
            {
                points.append(EntryPoint(position: offset + Int64(index), timestamp: timestamp))
                index += 14
            } else {
                index += 1
            }
        }
        return points
    }
}
