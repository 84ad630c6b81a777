import NIOCore
import NIOHTTP1

/// A request as S3 reads it.
struct S3Request: Sendable {
    enum Target: Sendable, Equatable {
        case object(bucket: String, key: String)
        case bucket(String)
        case service
        /// A broken percent escape, or not UTF-8.
        case malformed
    }

    var method: HTTPMethod
    var target: Target
    /// Nil if the request is not signed, or says it in a way that S3 would not understand.
    var signedTime: SignedTime?
    var headers: HTTPHeaders
    var body: ByteBuffer

    init(method: HTTPMethod, uri: String, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        self.method = method
        self.target = Target(uri: uri)
        self.signedTime = SignedTime(uri: uri, headers: headers)
        self.headers = headers
        self.body = body
    }

    var range: ByteRange? { headers.first(name: "range").flatMap(ByteRange.init(header:)) }

    /// The same request for another range, or for the whole object.
    func asking(for range: Range<Int64>?) -> S3Request {
        var request = self
        request.headers.remove(name: "range")
        if let range {
            request.headers.add(name: "range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
        }
        return request
    }

    /// The user metadata, by lower-case name without its prefix.
    var metadata: [String: String] {
        let prefix = "x-amz-meta-"
        var metadata: [String: String] = [:]
        for (name, value) in headers where name.lowercased().hasPrefix(prefix) {
            metadata[String(name.lowercased().dropFirst(prefix.count))] = value
        }
        return metadata
    }
}

extension S3Request.Target {
    /// Path style: `/bucket/key?query`. What follows the bucket's slash is the key byte for byte, further slashes too.
    init(uri: String) {
        let path = uri.utf8.prefix { $0 != UInt8(ascii: "?") }.dropFirst()
        let bucketPart = path.prefix { $0 != UInt8(ascii: "/") }
        guard let bucket = percentDecoded(bucketPart),
            let key = percentDecoded(path[bucketPart.endIndex...].dropFirst())
        else {
            self = .malformed
            return
        }
        self = bucket.isEmpty ? .service : key.isEmpty ? .bucket(bucket) : .object(bucket: bucket, key: key)
    }
}

/// Decodes `%XX` and nothing else: a plus in a path is a plus. Nil for a broken escape or bytes that are not UTF-8.
private func percentDecoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
            return nil
        }
        bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
