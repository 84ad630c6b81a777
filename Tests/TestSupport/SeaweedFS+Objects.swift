import Foundation

/// Tests put and read objects past S3, through the plain HTTP of SeaweedFS's filer, so that they judge our S3 client
/// independently: a wrong path encoding or a lost header shows, instead of cancelling out.
extension SeaweedFS {
    package struct Object: Sendable {
        package var bytes: [UInt8]
        package var contentType: String?
        /// Names without `x-amz-meta-`, in lower case.
        package var metadata: [String: String]
        /// Without its quotation marks.
        package var eTag: String?
    }

    /// Makes a bucket with a name that no other test has.
    package func makeBucket() async throws -> String {
        let name = "bucket-\(UUID().uuidString.lowercased())"
        try await filer("POST", "/buckets/\(name)/", expecting: 201)
        return name
    }

    package func put(_ bytes: [UInt8], bucket: String, key: String, contentType: String = "video/mp4") async throws {
        try await filer(
            "PUT", "/buckets/\(bucket)/\(key)", headers: ["Content-Type": contentType], body: bytes, expecting: 201)
    }

    /// The object, or nil if there is none.
    package func object(bucket: String, key: String) async throws -> Object? {
        let answer = try await filer("GET", "/buckets/\(bucket)/\(key)", expecting: 200, 404)
        guard answer.status == 200 else { return nil }
        let prefix = "x-amz-meta-"
        let metadata = answer.headers.filter { $0.key.hasPrefix(prefix) }
            .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        return Object(
            bytes: answer.body, contentType: answer.headers["content-type"],
            metadata: Dictionary(uniqueKeysWithValues: metadata),
            eTag: answer.headers["etag"]?.replacing("\"", with: ""))
    }

    /// All keys in the bucket, sorted. A bucket that does not exist has none.
    package func keys(bucket: String) async throws -> [String] {
        let root = "/buckets/\(bucket)/"
        return try await files(below: root).map { String($0.dropFirst(root.count)) }.sorted()
    }

    private func files(below directory: String) async throws -> [String] {
        struct Listing: Decodable {
            struct Entry: Decodable {
                var FullPath: String
                /// As Go's `fs.FileMode`: the highest bit marks a directory.
                var Mode: UInt32
            }
            var Entries: [Entry]?
        }
        let answer = try await filer("GET", directory, headers: ["Accept": "application/json"], expecting: 200, 404)
        guard answer.status == 200 else { return [] }
        var found: [String] = []
        for entry in try JSONDecoder().decode(Listing.self, from: Data(answer.body)).Entries ?? [] {
            let isDirectory = entry.Mode >> 31 == 1
            found += isDirectory ? try await files(below: entry.FullPath + "/") : [entry.FullPath]
        }
        return found
    }

    @discardableResult
    private func filer(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8]? = nil, expecting: Int...
    ) async throws -> HTTPExchange {
        let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let encoded = path.utf8.map { byte in
            kept.contains(byte) ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }.joined()
        let answer = try await HTTPExchange.send(
            method, "http://127.0.0.1:\(server.ports[2])\(encoded)", headers: headers, body: body)
        guard expecting.contains(answer.status) else {
            throw TestSupportError(
                "\(method) \(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return answer
    }
}
