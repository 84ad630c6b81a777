/// The ASCII digit of `value` (0…15); `letters` is "a" or "A", the first of the digits above nine.
func hexadecimalDigit(_ value: UInt8, letters: Unicode.Scalar) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: letters) + value - 10
}

extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits for each byte.
    var hexadecimal: String {
        String(
            decoding: flatMap { [hexadecimalDigit($0 >> 4, letters: "a"), hexadecimalDigit($0 & 0xF, letters: "a")] },
            as: UTF8.self)
    }
}
