import FoundationEssentials
import LambdaRuntime
import SigV4

/// What the function's environment variables say, read once.
struct Settings: Sendable {
    /// `UPLOAD_BUCKET`.
    var bucket: String
    /// `UPLOAD_PREFIX`: what the keys of uploads begin with.
    var prefix: String
    /// `UPLOAD_URL_EXPIRES`, in seconds: how long a URL works.
    var expiresIn: Int
    /// `UPLOAD_MAX_BYTES`: the largest length that is signed.
    var largestUpload: Int64
    var region: String
    /// Where a browser reaches the bucket.
    var address: BucketAddress
    /// Likewise the bucket with the thumbnails: `THUMBNAIL_BUCKET`, or the same, as for the function that makes them.
    var thumbnails: BucketAddress
    /// `THUMBNAIL_PREFIX`: what the keys of thumbnails begin with.
    var thumbnailPrefix: String
    /// Those of the function; `AWS_CREDENTIAL_EXPIRATION` tells how long they are good, where it is known.
    var credentials: AWSCredentials

    /// A minute or two to choose a file again, and no longer: whoever has the URL may write.
    static let defaultExpiry = 300
    /// S3's own limit for one PUT.
    static let largestPut: Int64 = 5 << 30

    /// - Throws: ``FunctionError`` that names the variable that is missing or cannot be used.
    init(environment: [String: String]) throws(FunctionError) {
        func text(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func required(_ name: String) throws(FunctionError) -> String {
            guard let value = text(name) else { throw .invalidSetting("\(name) is not set") }
            return value
        }
        func integer<Value: FixedWidthInteger>(
            _ name: String, in range: ClosedRange<Value>, otherwise value: Value
        ) throws(FunctionError) -> Value {
            guard let text = text(name) else { return value }
            guard let value = Value(text), range.contains(value) else {
                throw .invalidSetting(
                    "\(name) is '\(text)' but must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }

        bucket = try required("UPLOAD_BUCKET")
        prefix = environment["UPLOAD_PREFIX"] ?? "uploads/"
        expiresIn = try integer("UPLOAD_URL_EXPIRES", in: 1...3600, otherwise: Self.defaultExpiry)
        largestUpload = try integer("UPLOAD_MAX_BYTES", in: 1...Self.largestPut, otherwise: Self.largestPut)
        guard let region = text("AWS_REGION") ?? text("AWS_DEFAULT_REGION") else {
            throw .invalidSetting("AWS_REGION is not set")
        }
        self.region = region
        let endpoint = text("AWS_ENDPOINT_URL_S3") ?? text("AWS_ENDPOINT_URL")
        guard let address = BucketAddress(bucket: bucket, region: region, endpoint: endpoint),
            let thumbnails = BucketAddress(
                bucket: text("THUMBNAIL_BUCKET") ?? bucket, region: region, endpoint: endpoint)
        else {
            throw .invalidSetting("'\(endpoint ?? "")' is not an endpoint of the form http(s)://host[:port]")
        }
        self.address = address
        self.thumbnails = thumbnails
        thumbnailPrefix = environment["THUMBNAIL_PREFIX"] ?? "thumbnails/"
        credentials = AWSCredentials(
            accessKeyID: try required("AWS_ACCESS_KEY_ID"), secretAccessKey: try required("AWS_SECRET_ACCESS_KEY"),
            sessionToken: text("AWS_SESSION_TOKEN"))
        if let expiration = text("AWS_CREDENTIAL_EXPIRATION") {
            guard let date = try? Date(expiration, strategy: .iso8601) else {
                throw .invalidSetting("AWS_CREDENTIAL_EXPIRATION is '\(expiration)' but must be an ISO 8601 date")
            }
            credentials.expiration = date
        }
    }
}

extension Settings {
    /// Where the thumbnail of an upload will be.
    func thumbnailKey(of key: String) -> String { "\(thumbnailPrefix)\(key).jpg" }
}

extension FunctionError {
    fileprivate static func invalidSetting(_ message: String) -> FunctionError {
        FunctionError(errorType: "UploadURL.InvalidConfiguration", message: message)
    }
}
