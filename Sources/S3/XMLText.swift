/// Text in XML. Not a parser: takes the text of the first element of a name, which is all that AWS's flat answers need.
enum XMLText {
    static func element(_ name: String, in text: Substring) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return unescape(text[start.upperBound..<end.lowerBound])
    }

    private static func unescape(_ text: Substring) -> String {
        // The ampersand last, so that `&amp;lt;` stays `&lt;`.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
