import NIOCore
import NIOHTTP1

/// The buckets with their objects, and S3's answers about them. A value: no sockets, no clock.
struct ObjectStore: Sendable {
    /// Keys compare by their bytes; String would take two Unicode spellings of one text for the same.
    private struct Key: Hashable {
        let bytes: [UInt8]
        init(_ text: String) { bytes = Array(text.utf8) }
    }

    private var buckets: [String: [Key: LoopbackS3.StoredObject]] = [:]
    private var versions: UInt64 = 0
    private var requests: UInt64 = 0

    mutating func createBucket(_ bucket: String) {
        buckets[bucket, default: [:]] = buckets[bucket, default: [:]]
    }

    /// Does nothing without the bucket.
    mutating func put(
        _ body: StoredBody, contentType: String, metadata: [String: String], bucket: String, key: String
    ) {
        versions += 1
        buckets[bucket]?[Key(key)] = LoopbackS3.StoredObject(
            body: body, contentType: contentType, metadata: metadata, eTag: "\"\(hex(versions, digits: 32))\"")
    }

    func object(bucket: String, key: String) -> LoopbackS3.StoredObject? {
        buckets[bucket]?[Key(key)]
    }

    func keys(bucket: String) -> [String] {
        (buckets[bucket] ?? [:]).keys.map(\.bytes)
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Decides the answer to a request, and stores the object of a PUT. With a `refusal` that is the answer.
    mutating func respond(to request: S3Request, refusal: Refusal? = nil) -> S3Response {
        requests += 1
        let requestID = hex(requests, digits: 16)
        var response: S3Response
        switch refusal.map(Result.failure) ?? respondOrRefuse(request) {
        case .success(let success): response = success
        case .failure(let refusal): response = refusal.response(requestID: requestID)
        }
        response.headers.add(name: "x-amz-request-id", value: requestID)
        response.headers.add(name: "server", value: "LoopbackS3")
        if request.method == .HEAD { response.body = .empty }
        return response
    }

    private mutating func respondOrRefuse(_ request: S3Request) -> Result<S3Response, Refusal> {
        let bucket: String
        let key: String
        switch request.target {
        case .object(let name, let path): (bucket, key) = (name, path)
        case .bucket, .service: return .failure(Refusal(code: .notImplemented))
        case .malformed: return .failure(Refusal(code: .invalidURI))
        }
        guard buckets[bucket] != nil else {
            return .failure(Refusal(code: .noSuchBucket, details: ["BucketName": bucket]))
        }
        switch request.method {
        case .PUT:
            if let refusal = condition(of: request, object(bucket: bucket, key: key)) { return .failure(refusal) }
            put(
                .buffer(request.body),
                contentType: request.headers.first(name: "content-type") ?? "binary/octet-stream",
                metadata: request.metadata, bucket: bucket, key: key)
            let eTag = object(bucket: bucket, key: key)?.eTag ?? ""
            let headers: HTTPHeaders = ["etag": eTag, "content-length": "0"]
            return .success(S3Response(status: .ok, headers: headers, body: .empty))
        case .GET, .HEAD:
            guard let object = object(bucket: bucket, key: key) else {
                return .failure(Refusal(code: .noSuchKey, details: ["Key": key]))
            }
            return read(object, request)
        default:
            return .failure(Refusal(code: .notImplemented))
        }
    }

    /// S3's conditional writes: why a PUT may not replace what is there.
    private func condition(of request: S3Request, _ object: LoopbackS3.StoredObject?) -> Refusal? {
        if request.headers.first(name: "if-none-match") == "*", object != nil {
            return Refusal(code: .preconditionFailed, details: ["Condition": "If-None-Match"])
        }
        guard let expected = request.headers.first(name: "if-match") else { return nil }
        guard let object else { return Refusal(code: .noSuchKey) }
        return expected.trimmingQuotes == object.eTag.trimmingQuotes
            ? nil : Refusal(code: .preconditionFailed, details: ["Condition": "If-Match"])
    }

    private func read(_ object: LoopbackS3.StoredObject, _ request: S3Request) -> Result<S3Response, Refusal> {
        if let expected = request.headers.first(name: "if-match"), expected != "*",
            expected.trimmingQuotes != object.eTag.trimmingQuotes
        {
            return .failure(Refusal(code: .preconditionFailed, details: ["Condition": "If-Match"]))
        }
        var headers: HTTPHeaders = [
            "etag": object.eTag, "accept-ranges": "bytes", "content-type": object.contentType,
        ]
        for (name, value) in object.metadata { headers.add(name: "x-amz-meta-\(name)", value: value) }

        guard let range = request.range else {
            headers.add(name: "content-length", value: "\(object.size)")
            return .success(S3Response(status: .ok, headers: headers, body: object.body))
        }
        guard let part = range.satisfied(size: object.size) else {
            let asked = request.headers.first(name: "range") ?? ""
            return .failure(
                Refusal(
                    code: .invalidRange, details: ["RangeRequested": asked, "ActualObjectSize": "\(object.size)"]))
        }
        headers.add(name: "content-length", value: "\(part.count)")
        headers.add(name: "content-range", value: "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(object.size)")
        return .success(S3Response(status: .partialContent, headers: headers, body: object.body.slice(part)))
    }
}

extension String {
    /// S3 takes ETags with and without their quotation marks.
    fileprivate var trimmingQuotes: Substring {
        hasPrefix("\"") && hasSuffix("\"") ? dropFirst().dropLast() : self[...]
    }
}

private func hex(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
