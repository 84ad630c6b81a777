import FoundationEssentials

/// The event that S3 sends when an object was put, with everything in it that S3 puts there.
///
/// "Event message structure" in the S3 user guide, version 2.1.
struct S3PutEvent: Encodable {
    struct Record: Encodable {
        struct Entity: Encodable {
            struct Bucket: Encodable {
                let name: String
                let ownerIdentity: [String: String]
                let arn: String
            }
            struct Object: Encodable {
                let key: String
                let size: Int64
                let eTag: String?
                let sequencer: String
            }
            let s3SchemaVersion = "1.0"
            let configurationId = "thumbbench"
            let bucket: Bucket
            let object: Object
        }
        let eventVersion = "2.1"
        let eventSource = "aws:s3"
        let awsRegion: String
        let eventTime: String
        let eventName = "ObjectCreated:Put"
        let userIdentity = ["principalId": "AWS:THUMBBENCH"]
        let requestParameters = ["sourceIPAddress": "127.0.0.1"]
        let responseElements = ["x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "thumbbench"]
        let s3: Entity
    }

    let records: [Record]

    enum CodingKeys: String, CodingKey { case records = "Records" }

    /// - Parameters:
    ///   - size: In bytes.
    ///   - eTag: With or without its quotation marks; the event has none. Nil makes an event that the function never takes for
    ///     one that it has seen: it makes the thumbnail again.
    init(bucket: String, key: String, size: Int64, eTag: String?, region: String, date: Date) {
        let object = Record.Entity.Object(
            key: Self.formEncoded(key), size: size, eTag: eTag?.filter { $0 != "\"" }, sequencer: "0055AED6DCD90281E5")
        let bucket = Record.Entity.Bucket(
            name: bucket, ownerIdentity: ["principalId": "A3NL1KOZZKExample"], arn: "arn:aws:s3:::\(bucket)")
        records = [
            Record(
                awsRegion: region, eventTime: date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
                s3: Record.Entity(bucket: bucket, object: object))
        ]
    }

    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes]
            return Array(try encoder.encode(self))
        }
    }

    /// A key as S3 writes it into events: a space is `+`, a slash stays, other bytes of its UTF-8 are percent-encoded.
    static func formEncoded(_ key: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "*"), UInt8(ascii: "/"):
                encoded.append(byte)
            case UInt8(ascii: " "):
                encoded.append(UInt8(ascii: "+"))
            default:
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
