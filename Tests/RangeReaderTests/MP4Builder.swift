/// Bytes of boxes (ISO/IEC 14496-12 §4.2), well formed or not.
enum MP4Builder {
    /// A header of 8 bytes that claims `size`, and `content` behind it.
    static func box(_ type: String, size: UInt32, content: [UInt8] = []) -> [UInt8] {
        bigEndian(size) + Array(type.utf8) + content
    }

    /// A header of 16 bytes that claims the 64-bit `largeSize`, and `content` behind it.
    static func box(_ type: String, largeSize: UInt64, content: [UInt8] = []) -> [UInt8] {
        bigEndian(UInt32(1)) + Array(type.utf8) + bigEndian(largeSize) + content
    }

    /// A box that is `size` bytes long, as it says.
    static func box(_ type: String, whole size: Int) -> [UInt8] {
        box(type, size: UInt32(size), content: Array(repeating: 0, count: size - 8))
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
