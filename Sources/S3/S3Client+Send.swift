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

    /// Signs a request and sends it; once more if S3 refuses its date. Throws what S3 answers if it is not a success.
    func send(
        _ request: S3Request, body: ByteBuffer? = nil, deadline: NIODeadline, stallLimit: Duration? = nil
    ) async throws(S3Error) -> Answer {
        var wasSkewed = false
        while true {
            let date = clock.date
            do throws(S3Error) {
                return try await send(request, body: body, date: date, deadline: deadline, stallLimit: stallLimit)
            } catch {
                guard clock.isReason(of: error, hasBody: request.method != "HEAD", signed: date) else { throw error }
                if wasSkewed {
                    var error = error
                    error.code = .clockSkew
                    throw error
                }
                wasSkewed = true
            }
        }
    }

    /// Signs a request with a date and sends it, once.
    private func send(
        _ request: S3Request, body: ByteBuffer?, date: Date, deadline: NIODeadline, stallLimit: Duration?
    ) async throws(S3Error) -> Answer {
        let (url, headers) = try request.signed(
            configuration: configuration, credentials: try await credentials.credentials(), date: date)
        var message = HTTPClientRequest(url: url)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if let traceID { message.headers.add(name: TraceHeader.name, value: TraceHeader.value(traceID)) }
        message.body = body.map { .bytes($0) }

        let response: HTTPClientResponse
        do {
            response = try await httpClient.execute(message, deadline: deadline)
        } catch {
            throw S3Error(transport: error)
        }
        let answer = Answer(
            status: Int(response.status.code), headers: response.headers,
            body: S3Body(
                response.body, deadline: deadline, stallLimit: stallLimit, eventLoop: httpClient.eventLoopGroup.any()))
        guard (200..<300).contains(answer.status) else {
            throw S3Error(
                status: answer.status, headers: { answer.headers.first(name: $0) },
                body: await answer.body.text(upTo: S3ErrorDocument.maximumBytes), region: configuration.region)
        }
        return answer
    }

    /// Sends a request whose answer is all in its head, as often as the retry policy allows. Reads the empty body to its
    /// end, so that the connection can be used again.
    func sendForHead(
        _ request: S3Request, body: ByteBuffer? = nil, deadline: NIODeadline
    ) async throws(S3Error) -> S3ObjectMetadata {
        var attempt = 1
        while true {
            do throws(S3Error) {
                let answer = try await send(request, body: body, deadline: deadline)
                _ = await answer.body.text(upTo: S3ErrorDocument.maximumBytes)
                return S3ObjectMetadata(headers: answer.headers)
            } catch {
                let delay = configuration.retryPolicy.delay(
                    after: error, attempt: attempt, timeLeft: .nanoseconds((deadline - .now()).nanoseconds),
                    random: .random(in: 0..<1))
                guard let delay else { throw error }
                try await wait(delay)
                attempt += 1
            }
        }
    }

    private func wait(_ delay: Duration) async throws(S3Error) {
        guard delay > .zero else { return }
        do {
            try await sleep(delay)
        } catch {
            throw S3Error(transport: error)
        }
    }
}
