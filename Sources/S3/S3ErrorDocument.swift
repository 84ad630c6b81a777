/// What an S3 error body says, as far as it says it.
///
/// Of S3's flat `<Error><Code>…</Code><Message>…</Message></Error>`, of a cut-off body, and of a proxy's HTML.
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
        code = XMLText.element("Code", in: text)
        message = XMLText.element("Message", in: text)
        requestID = XMLText.element("RequestId", in: text)
        region = XMLText.element("Region", in: text)
    }
}
