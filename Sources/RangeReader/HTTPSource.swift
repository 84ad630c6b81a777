package import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
package import S3

/// What an `http` or `https` URL names: a public object, or one that the URL was presigned for.
///
/// Only GET with Range is sent, since a URL presigned for GET refuses anything else.
package struct HTTPSource: Source {
    private let url: String
    private let httpClient: HTTPClient
    private let stallLimit: Duration

    /// - Parameters:
    ///   - httpClient: Stays its owner's to shut down; ``HTTPClient/Configuration/s3`` suits.
    ///   - stallLimit: An answer whose body stands still for so long has failed.
    package init(url: String, httpClient: HTTPClient, stallLimit: Duration = .longestStall) {
        self.url = url
        self.httpClient = httpClient
        self.stallLimit = stallLimit
    }

    package func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        // The HTTP client knows schemes for sockets of this machine, too.
        guard ["http://", "https://"].contains(where: { url.prefix($0.count).lowercased() == $0 }) else {
            throw SourceError(.invalidURL, "not an http or https URL: \(url)")
        }
        var request = HTTPClientRequest(url: url)
        if let header = range.header { request.headers.add(name: "range", value: header) }
        // A weak ETag never matches (RFC 9110, 13.1.1). Answers are compared with it all the same.
        if let eTag, !eTag.hasPrefix("W/") { request.headers.add(name: "if-match", value: eTag) }
        let response: HTTPClientResponse
        do {
            response = try await httpClient.execute(request, deadline: deadline)
        } catch {
            let error = S3Error(transport: error)
            if error.code == .invalidConfiguration { throw SourceError(.invalidURL, "not a URL to ask for: \(url)") }
            throw SourceError(error)
        }
        let headers = response.headers
        let body = S3Body(
            response.body, deadline: deadline, stallLimit: stallLimit, eventLoop: httpClient.eventLoopGroup.any())
        switch response.status {
        case .ok, .partialContent:
            let contentRange = headers.first(name: "content-range").flatMap { ContentRange($0) }
            if response.status == .partialContent, contentRange == nil {
                throw SourceError(.s3(.invalidResponse), "a partial answer that does not say what it holds")
            }
            return try SourceResponse(
                asked: range, contentRange: response.status == .ok ? nil : contentRange,
                contentLength: headers.first(name: "content-length").flatMap { Int64($0) },
                eTag: headers.first(name: "etag"), body: body)
        case .rangeNotSatisfiable where range.isOfEveryObject:
            throw .emptyObject
        case let status:
            let text = await body.text(upTo: S3ErrorDocument.maximumBytes)
            if status == .notFound || status == .gone, !text.contains("<Code>") {
                throw SourceError(.notFound, "the server answered \(status)")
            }
            throw SourceError(
                S3Error(
                    status: Int(status.code), headers: { headers.first(name: $0) }, body: text,
                    region: headers.first(name: "x-amz-bucket-region") ?? ""))
        }
    }
}
