/// Text on its way into a page.
enum HTML {
    /// A whole document.
    static func page(title: String, style: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(escaped(title))</title>
        <style>
        \(style)
        </style>
        \(body)
        </html>

        """
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    /// Part of a whole, as CSS wants it.
    static func percent(_ part: Double) -> String { "\((min(max(part, 0), 1) * 100).formatted(decimals: 2))%" }

    /// "12,345"; with decimals below 10, but for 0.
    static func number(_ value: Double) -> String {
        if value == 0 { return "0" }
        if value < 9.995 { return value.formatted(decimals: value < 0.9995 ? 2 : 1) }
        let digits = Array(value.formatted(decimals: 0))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digits[index])
        }
    }

    /// In the unit that gives one to three digits before the point.
    static func bytes(_ count: Int64) -> String {
        var (value, unit) = (Double(count), 0)
        while value >= 999.5, unit < 4 { (value, unit) = (value / 1_000, unit + 1) }
        let text = value.formatted(decimals: unit == 0 || value >= 99.95 ? 0 : 1)
        return "\(text) \(["B", "kB", "MB", "GB", "TB"][unit])"
    }
}
