/// What an S3 error body says, as far as it says it.
///
/// Not an XML parser: takes the text of the first element of a name, which is all that S3's flat
/// `<Error><Code>…</Code><Message>…</Message></Error>` needs, and is as content with a cut-off body or with HTML of a proxy.
package struct S3ErrorDocument: Equatable {
    /// S3's code, as in `NoSuchKey`.
    var code: String?
    var message: String?
    var requestID: String?
    /// The region in which the bucket lives, when the request went to another.
    var region: String?

    /// Bodies are read up to here; S3's own are below 2 kB even with their canonical request.
    package static let maximumBytes = 16 * 1024

    init(xml: String) {
        // Elements inside <Error> only: proxies' HTML has a <Code> of its own.
        guard let start = xml.firstRange(of: "<Error>") else { return }
        let text = xml[start.upperBound...]
        code = Self.element("Code", in: text)
        message = Self.element("Message", in: text)
        requestID = Self.element("RequestId", in: text)
        region = Self.element("Region", in: text)
    }

    private static func element(_ name: String, in text: Substring) -> String? {
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
