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

        let address = settings.address
        var request = UnsignedRequest(
            method: method, path: "\(address.path)/\(key)",
            headers: [("host", address.authority), ("content-type", upload.type.name)])
        if let length = upload.length { request.headers.append(("content-length", String(length))) }
        let signer = SigV4Signer(credentials: settings.credentials, region: settings.region, service: "s3")
        let query = signer.presignedQuery(for: request, expiresIn: expiresIn, date: date)
        url = "\(address.scheme)://\(address.authority)\(request.encodedPath)?\(query)"
    }
}
