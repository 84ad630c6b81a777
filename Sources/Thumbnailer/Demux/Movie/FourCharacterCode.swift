/// Four characters that name a box, a codec or a handler (ISO/IEC 14496-12 §4.2), as one big-endian number.
struct FourCharacterCode: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    var value: UInt32

    init(_ value: UInt32) { self.value = value }

    /// Traps unless the literal has four ASCII characters.
    init(stringLiteral text: String) {
        precondition(text.utf8.count == 4)
        value = text.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }

    var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    var description: String { String(decoding: bytes, as: UTF8.self) }
}
