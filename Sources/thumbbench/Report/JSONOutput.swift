import FoundationEssentials

/// How every command writes JSON: snake_case keys, sorted, one object.
enum JSONOutput {
    /// One line without a line feed.
    static func line(_ value: some Encodable) -> String { encoded(value, []) }

    /// Indented, for files that people look at, too.
    static func pretty(_ value: some Encodable) -> String { encoded(value, .prettyPrinted) }

    private static func encoded(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, formatting]
        // Encoding fails only for numbers that are not finite, which no measurement is.
        return String(decoding: (try? encoder.encode(value)) ?? Data(), as: UTF8.self)
    }
}
