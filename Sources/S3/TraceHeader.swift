/// The header by which requests that follow from one another are known to belong together.
enum TraceHeader {
    static let name = "X-Amzn-Trace-Id"

    /// Percent-encodes what AWS's SDKs encode there, which is all that does not occur in a trace ID: whatever Lambda was told
    /// by its caller cannot break out of the header.
    static func value(_ traceID: String) -> String {
        let unchanged = Set("-=;:+&[]{}\"',_.~".utf8)
        var text = ""
        for byte in traceID.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where unchanged.contains(byte):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
