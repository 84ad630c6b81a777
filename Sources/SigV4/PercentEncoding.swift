/// AWS's `UriEncode`: every byte but RFC 3986's unreserved characters becomes `%XX`, with upper-case digits.
package enum PercentEncoding {
    /// Encodes one query name or value; a slash is encoded too.
    package static func component(_ text: String) -> String {
        encode(text, keepingSlashes: false)
    }

    /// Encodes a path byte for byte: slashes stay, however many follow one another, and dot segments stay.
    static func path(_ text: String) -> String {
        encode(text, keepingSlashes: true)
    }

    private static func encode(_ text: String, keepingSlashes: Bool) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            case UInt8(ascii: "/") where keepingSlashes:
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexadecimalDigit(byte >> 4, letters: "A"))
                encoded.append(hexadecimalDigit(byte & 0xF, letters: "A"))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
