import Crypto
package import FoundationEssentials

/// What a signature says about the request's body.
package enum PayloadHash: Sendable, Equatable {
    /// The body is known; the lower-case hexadecimal SHA-256 of its bytes.
    case sha256(String)
    /// The signature does not cover the body, as in every presigned URL.
    case unsigned

    /// The hash of no bytes at all, for GET and HEAD.
    package static let empty = PayloadHash.sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// The hash of `body`. Reads every byte once.
    package static func sha256(of body: some DataProtocol) -> PayloadHash {
        .sha256(SHA256.hash(data: body).hexadecimal)
    }

    /// The value of `x-amz-content-sha256`, and the last line of the canonical request.
    package var headerValue: String {
        switch self {
        case .sha256(let hexadecimal): hexadecimal
        case .unsigned: "UNSIGNED-PAYLOAD"
        }
    }
}
