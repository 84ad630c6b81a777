import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

extension S3Client {
    /// A successful answer, whose body is still to be read.
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: S3Body
    }

    /// Signs a request and sends it, once. Throws what S3 answers if it is not a success.
    func send(
        _ request: S3Request, body: ByteBuffer? = nil, deadline: NIODeadline
    ) async throws(S3Error) -> Answer {
        let (url, headers) = try request.signed(
            configuration: configuration, credentials: try await credentials.credentials(), date: Date())
        var message = HTTPClientRequest(url: url)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        message.body = body.map { .bytes($0) }

        let response: HTTPClientResponse
        do {
            response = try await httpClient.execute(message, deadline: deadline)
        } catch {
            throw S3Error(transport: error)
        }
        let answer = Answer(
            status: Int(response.status.code), headers: response.headers,
            body: S3Body(response.body, deadline: deadline, eventLoop: httpClient.eventLoopGroup.any()))
        guard (200..<300).contains(answer.status) else {
            throw S3Error(
                status: answer.status, headers: { answer.headers.first(name: $0) },
                body: await answer.body.text(upTo: S3ErrorDocument.maximumBytes), region: configuration.region)
        }
        return answer
    }

    /// Sends a request whose answer is all in its head. Reads the empty body to its end, so that the connection can be used
    /// again.
    func sendForHead(
        _ request: S3Request, body: ByteBuffer? = nil, deadline: NIODeadline
    ) async throws(S3Error) -> S3ObjectMetadata {
        let answer = try await send(request, body: body, deadline: deadline)
        _ = await answer.body.text(upTo: S3ErrorDocument.maximumBytes)
        return S3ObjectMetadata(headers: answer.headers)
    }
}
