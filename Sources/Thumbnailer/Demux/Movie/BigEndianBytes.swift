/// Bytes that hold big-endian numbers, as those of boxes do.
struct BigEndianBytes: Equatable, Sendable {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    var count: Int { bytes.count }

    // MARK: Reading; nil beyond the end

    func uint8(at offset: Int) -> UInt8? { number(at: offset) }
    func uint16(at offset: Int) -> UInt16? { number(at: offset) }
    func uint32(at offset: Int) -> UInt32? { number(at: offset) }
    func uint64(at offset: Int) -> UInt64? { number(at: offset) }

    private func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number? {
        let size = Number.bitWidth / 8
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        return unsafe Number(
            bigEndian: bytes.span.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Number.self))
    }

    // MARK: Writing

    mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: type(of: number).bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    mutating func append(_ more: [UInt8]) { bytes += more }

    /// Appends a box with the content that `body` appends.
    mutating func appendBox(_ type: FourCharacterCode, _ body: (inout BigEndianBytes) -> Void) {
        var content = BigEndianBytes()
        body(&content)
        append(UInt32(content.count + 8))
        append(type.value)
        bytes += content.bytes
    }
}
