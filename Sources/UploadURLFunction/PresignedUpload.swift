import FoundationEssentials
import SigV4

/// The answer to GET /upload/url: what to send, and where to.
struct PresignedUpload: Encodable, Equatable {
    var method = "PUT"
    var url: String
    /// To be sent exactly so, as the signature covers them. Clients send `Content-Length` by themselves, and browsers let
    /// nobody else do it, so it is not among them.
    var headers: [String: String]
    /// The length that the body must have, in bytes; nil when any is taken.
    var contentLength: Int64?
    /// In seconds.
    var expiresIn: Int
    var bucket: String
    var key: String
    /// Where the upload's thumbnail can be had once it is made: for an hour, since a large upload takes its time.
    var thumbnailUrl: String

    /// - Parameter id: what makes the key different from all others.
    init(_ upload: UploadRequest, settings: Settings, date: Date, id: String) throws(RequestError) {
        bucket = settings.bucket
        key = ObjectKey.make(
            prefix: settings.prefix, date: date, id: id, fileExtension: upload.type.fileExtension(of: upload.filename))
        // A URL dies with the credentials that signed it.
        let left = settings.credentials.expiration.map { Int($0.timeIntervalSince(date)) } ?? .max
        expiresIn = min(settings.expiresIn, left)
        guard expiresIn > 0 else {
            throw RequestError(.credentialsExpired, "the function's own credentials have expired")
        }
        contentLength = upload.length
        headers = ["Content-Type": upload.type.name]

        var covered = [("content-type", upload.type.name)]
        if let length = upload.length { covered.append(("content-length", String(length))) }
        url = Self.url("PUT", key, at: settings.address, headers: covered, settings, (date, expiresIn))
        thumbnailUrl = Self.url(
            "GET", settings.thumbnailKey(of: key), at: settings.thumbnails, settings, (date, min(3600, left)))
    }

    /// A URL for one request, good for everybody who has it.
    private static func url(
        _ method: String, _ key: String, at address: BucketAddress, headers: [(name: String, value: String)] = [],
        _ settings: Settings, _ time: (date: Date, expiresIn: Int)
    ) -> String {
        let request = UnsignedRequest(
            method: method, path: "\(address.path)/\(key)", headers: [("host", address.authority)] + headers)
        let signer = SigV4Signer(credentials: settings.credentials, region: settings.region, service: "s3")
        let query = signer.presignedQuery(for: request, expiresIn: time.expiresIn, date: time.date)
        return "\(address.scheme)://\(address.authority)\(request.encodedPath)?\(query)"
    }
}
