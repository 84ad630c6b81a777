import LambdaEvents

/// What the query of GET /upload/url asks for.
struct UploadRequest: Equatable {
    var filename: String
    var type: VideoType
    /// In bytes; nil to leave it open.
    var length: Int64?

    /// - Throws: ``RequestError`` that names the parameter.
    init(_ request: HTTPAPIRequest, largestUpload: Int64) throws(RequestError) {
        func required(_ name: String) throws(RequestError) -> String {
            guard let value = request.value(name), !value.isEmpty else {
                throw RequestError(.badRequest, "the parameter \(name) is missing")
            }
            return value
        }
        filename = try required("filename")
        let contentType = try required("content_type")
        guard let type = VideoType(contentType: contentType) else {
            throw RequestError(.unsupportedMediaType, "'\(contentType)' is no type of video that is taken here")
        }
        self.type = type
        if let text = request.value("content_length") {
            guard let length = Int64(text), (1...largestUpload).contains(length) else {
                throw RequestError(
                    .badRequest, "content_length must be a whole number from 1 to \(largestUpload), not '\(text)'")
            }
            self.length = length
        }
    }
}
