import FoundationEssentials
import SigV4
import Testing

/// A request with the signature that AWS's documents or tools give for it.
struct GoldenRequest: Sendable, CustomTestStringConvertible {
    var name: String
    var method = "GET"
    var path = "/"
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var payload = PayloadHash.empty
    var signedHeaders: String
    var signature: String

    var testDescription: String { name }

    func request(host: String) -> UnsignedRequest {
        UnsignedRequest(method: method, path: path, query: query, headers: [("Host", host)] + headers)
    }
}

extension AWSCredentials {
    /// Of AWS's SigV4 test suite.
    static let suite = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    /// Of the examples in the Amazon S3 API Reference.
    static let documentation = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    /// Temporary ones, with characters in the token that a query has to encode.
    static let session = AWSCredentials(
        accessKeyID: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: documentation.secretAccessKey,
        sessionToken: "IQoJb3JpZ2luX2VjE/+session=token==")
}

extension Date {
    static let suite = Date(timeIntervalSince1970: 1_440_938_160)  // 2015-08-30T12:36:00Z
    static let documentation = Date(timeIntervalSince1970: 1_369_353_600)  // 2013-05-24T00:00:00Z
    static let leapDay = Date(timeIntervalSince1970: 1_709_251_199)  // 2024-02-29T23:59:59Z
}
