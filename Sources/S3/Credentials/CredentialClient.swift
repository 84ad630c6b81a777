import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SigV4

/// Asks the services that give out credentials. Their answers are small, and they are near.
struct CredentialClient: Sendable {
    private static let maximumBytes = 64 * 1024

    let httpClient: HTTPClient
    var retries = RetryPolicy.standard

    /// Sends a request, and again after failures that need not last.
    ///
    /// - Parameters:
    ///   - source: Names the service in messages.
    ///   - attempts: How often in all; nil for the policy's own number.
    /// - Returns: The body of an answer 200.
    /// - Throws: `noCredentials` with the reason for an answer that is none; else what broke the connection.
    func send(
        _ request: HTTPClientRequest, source: String, timeout: TimeAmount, attempts: Int? = nil
    ) async throws(S3Error) -> [UInt8] {
        var attempt = 1
        while true {
            do throws(S3Error) {
                return try await sendOnce(request, source: source, timeout: timeout)
            } catch {
                guard attempt < attempts ?? .max,
                    let delay = retries.delay(
                        after: error, attempt: attempt, timeLeft: .seconds(30), random: .random(in: 0..<1))
                else { throw error }
                do { try await Task.sleep(for: delay) } catch { throw S3Error(transport: error) }
                attempt += 1
            }
        }
    }

    private func sendOnce(
        _ request: HTTPClientRequest, source: String, timeout: TimeAmount
    ) async throws(S3Error) -> [UInt8] {
        do {
            let response = try await httpClient.execute(request, timeout: timeout)
            let body = try await response.body.collect(upTo: Self.maximumBytes)
            if response.status == .ok { return Array(body.readableBytesView) }
            let status = Int(response.status.code)
            let said = String(buffer: body).prefix(300).split(whereSeparator: \.isNewline).joined(separator: " ")
            throw S3Error(
                status >= 500 ? .serverError : status == 429 ? .throttled : .noCredentials,
                "\(source) answered with status \(status)\(said.isEmpty ? "" : ": \(said)")", httpStatus: status)
        } catch {
            var error = S3Error(transport: error)
            if !error.message.hasPrefix(source) { error.message = "\(source): \(error.message)" }
            throw error
        }
    }

    /// Reads what the container's and the instance's services answer.
    static func credentials(fromJSON body: [UInt8], source: String) throws(S3Error) -> AWSCredentials {
        struct Document: Decodable {
            let AccessKeyId: String
            let SecretAccessKey: String
            let Token: String?
            let Expiration: String?
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(body)) else {
            throw S3Error(.noCredentials, "\(source) answered with something that is no credentials")
        }
        return AWSCredentials(
            accessKeyID: document.AccessKeyId, secretAccessKey: document.SecretAccessKey, sessionToken: document.Token,
            expiration: document.Expiration.flatMap(Self.date))
    }

    /// 2026-01-02T03:04:05Z, with or without a fraction of the second.
    static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)))
    }
}
