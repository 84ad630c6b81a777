import FoundationEssentials
import LambdaEvents
import LambdaRuntime

/// Answers HTTP requests. Pure: the date and what is random are parameters.
struct RequestHandler: Sendable {
    let settings: Settings
    /// What GET / answers with; nil for nothing.
    var page: String?

    /// From an event's JSON to an answer's.
    ///
    /// - Throws: ``FunctionError`` for what is no HTTP request at all.
    func answer(to event: some Sequence<UInt8>, date: Date, id: String) throws(FunctionError) -> [UInt8] {
        let response: HTTPAPIResponse
        do throws(EventError) {
            response = respond(to: try HTTPAPIRequest.decode(event), date: date, id: id)
        } catch {
            guard error.code == .invalidQuery else {
                let code = error.code.rawValue
                throw FunctionError(
                    errorType: "UploadURL." + code.prefix(1).uppercased() + code.dropFirst(), message: error.message)
            }
            response = Self.response(to: RequestError(.badRequest, error.message))
        }
        return Self.json(response)
    }

    func respond(to request: HTTPAPIRequest, date: Date, id: String) -> HTTPAPIResponse {
        do throws(RequestError) {
            if request.path == "/", let page {
                guard request.method == "GET" else {
                    throw RequestError(.methodNotAllowed, "/ takes GET, not \(request.method)")
                }
                return HTTPAPIResponse(
                    statusCode: 200,
                    headers: ["content-type": "text/html; charset=utf-8", "cache-control": "no-cache"],
                    body: page)
            }
            guard request.path == "/upload/url" else {
                throw RequestError(.notFound, "there is nothing at \(request.path)")
            }
            guard request.method == "GET" else {
                throw RequestError(.methodNotAllowed, "\(request.path) takes GET, not \(request.method)")
            }
            let upload = try UploadRequest(request, largestUpload: settings.largestUpload)
            let presigned = try PresignedUpload(upload, settings: settings, date: date, id: id)
            // Whoever has the URL may write: it belongs into no cache.
            return Self.response(200, presigned, headers: ["cache-control": "no-store"])
        } catch {
            return Self.response(to: error)
        }
    }

    private struct ErrorBody: Encodable {
        struct Description: Encodable {
            var code: String
            var message: String
        }
        var error: Description
    }

    private static func response(to error: RequestError) -> HTTPAPIResponse {
        response(
            error.code.status, ErrorBody(error: .init(code: error.code.rawValue, message: error.message)),
            headers: error.code == .methodNotAllowed ? ["allow": "GET"] : [:])
    }

    private static func response(
        _ status: Int, _ body: some Encodable, headers: [String: String]
    ) -> HTTPAPIResponse {
        HTTPAPIResponse(
            statusCode: status, headers: headers.merging(["content-type": "application/json"]) { $1 },
            body: String(decoding: json(body), as: UTF8.self))
    }

    private static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and integers: nothing in it can fail to be encoded.
        return Array((try? encoder.encode(value)) ?? Data())
    }
}
