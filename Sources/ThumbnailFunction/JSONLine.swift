import FoundationEssentials

/// JSON without line feeds.
enum JSONLine {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for numbers that are not finite, which no measurement is.
        return Array((try? encoder.encode(value)) ?? Data())
    }
}
