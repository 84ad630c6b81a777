import Foundation

/// An event as S3 sends it for a new object.
struct S3Event {
    var bucket: String
    var key: String
    var size: Int? = nil
    var eTag: String? = nil

    /// The event's JSON. As in S3's own, the key is form-encoded: a space is `+`, `/` stays, and all else outside of
    /// `A–Z a–z 0–9 - . _ *` is percent-encoded UTF-8.
    var json: [UInt8] {
        get throws {
            var object: [String: Any] = ["key": Self.formEncoded(key), "sequencer": "0A1B2C3D4E5F678901"]
            object["size"] = size
            object["eTag"] = eTag
            let record: [String: Any] = [
                "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
                "eventTime": "2026-01-02T03:04:05.678Z", "eventName": "ObjectCreated:Put",
                "userIdentity": ["principalId": "AWS:EXAMPLE"],
                "requestParameters": ["sourceIPAddress": "127.0.0.1"],
                "responseElements": ["x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE/123"],
                "s3": [
                    "s3SchemaVersion": "1.0", "configurationId": "thumbnails",
                    "bucket": [
                        "name": bucket, "ownerIdentity": ["principalId": "EXAMPLE"], "arn": "arn:aws:s3:::\(bucket)",
                    ],
                    "object": object,
                ],
            ]
            return Array(try JSONSerialization.data(withJSONObject: ["Records": [record]]))
        }
    }

    private static func formEncoded(_ key: String) -> String {
        let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*/".utf8)
        return key.utf8.map { byte in
            if kept.contains(byte) { return String(UnicodeScalar(byte)) }
            if byte == UInt8(ascii: " ") { return "+" }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
