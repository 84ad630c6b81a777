import NIOHTTP1

extension S3ObjectMetadata {
    static let metadataPrefix = "x-amz-meta-"

    init(headers: HTTPHeaders) {
        self.init(
            contentLength: headers.first(name: "content-length").flatMap { Int64($0) },
            contentType: headers.first(name: "content-type"),
            eTag: headers.first(name: "etag").map(ETag.unquoted),
            versionID: headers.first(name: "x-amz-version-id"),
            metadata: headers.reduce(into: [:]) { metadata, header in
                let name = header.name.lowercased()
                guard name.hasPrefix(Self.metadataPrefix) else { return }
                metadata[String(name.dropFirst(Self.metadataPrefix.count))] = header.value
            })
    }
}

/// S3's ETags are strong and stand in quotes in headers, without them in events.
enum ETag {
    static func unquoted(_ value: String) -> String {
        value.count >= 2 && value.first == "\"" && value.last == "\"" ? String(value.dropFirst().dropLast()) : value
    }

    static func quoted(_ value: String) -> String {
        "\"\(unquoted(value))\""
    }
}
