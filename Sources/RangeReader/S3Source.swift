package import NIOCore
package import S3

/// An object in S3.
package struct S3Source: Source {
    private let client: S3Client
    private let object: S3ObjectID
    private let stallLimit: Duration

    /// - Parameter stallLimit: An answer whose body stands still for so long has failed.
    package init(client: S3Client, object: S3ObjectID, stallLimit: Duration = .longestStall) {
        self.client = client
        self.object = object
        self.stallLimit = stallLimit
    }

    package func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        let answer: S3GetResult
        do throws(S3Error) {
            answer = try await client.getObject(
                object, range: range, ifMatch: eTag, deadline: deadline, stallLimit: stallLimit)
        } catch {
            // Every range of an empty object is outside it.
            if error.code == .rangeNotSatisfiable, range.isOfEveryObject { throw .emptyObject }
            throw SourceError(error)
        }
        var response = try SourceResponse(
            asked: range, contentRange: answer.contentRange, contentLength: answer.contentLength, eTag: answer.eTag,
            body: answer.body)
        response.contentType = answer.contentType
        response.metadata = answer.metadata
        return response
    }
}

extension SourceResponse {
    /// Reads the head of an HTTP answer to a range request.
    ///
    /// - Parameter contentRange: Nil in an answer 200, which holds the whole object: welcome only if that is no more than
    ///   was asked for. Not reading its body cancels it.
    init<Body: AsyncSequence & Sendable>(
        asked: RequestedRange, contentRange: ContentRange?, contentLength: Int64?, eTag: String?, body: Body
    ) throws(SourceError) where Body.Element == ByteBuffer {
        if let contentRange {
            self.init(
                range: contentRange.range, objectSize: contentRange.total, eTag: eTag, body: SourceBody(body))
            return
        }
        if contentLength == 0 { throw .emptyObject }
        guard let contentLength, asked.satisfied(objectSize: contentLength) == 0..<contentLength else {
            throw SourceError(
                .rangeNotSupported, "the server ignores Range and would send all of the object's bytes")
        }
        self.init(range: 0..<contentLength, objectSize: contentLength, eTag: eTag, body: SourceBody(body))
    }
}

extension RequestedRange {
    /// Whether every object has such bytes, unless it is empty.
    var isOfEveryObject: Bool {
        switch self {
        case .bytes(let range): range.lowerBound == 0
        case .last: true
        }
    }
}
