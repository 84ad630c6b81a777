/// The size of a picture, from the markers of its JPEG (ITU-T T.81, annex B).
struct JPEGSize: Sendable, Equatable {
    /// In pixels.
    let width: Int
    let height: Int

    /// Nil when the bytes are not one whole JPEG: from its first marker over a frame header and a scan to its last.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2) == [0xFF, 0xD9] else { return nil }
        var size: (width: Int, height: Int)?
        var position = 2
        while position + 9 <= bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            switch marker {
            case 0xC0...0xC2:  // Start of frame: baseline, extended, progressive.
                size = (
                    Int(bytes[position + 7]) << 8 | Int(bytes[position + 8]),
                    Int(bytes[position + 5]) << 8 | Int(bytes[position + 6])
                )
            case 0xDA:  // Start of scan: the picture itself follows.
                guard let size, size.width > 0, size.height > 0 else { return nil }
                (width, height) = size
                return
            default: break
            }
            position += 2 + length
        }
        return nil
    }
}
