import Loopback
import NIOCore
import S3
import TestSupport

/// Runs `body` with a client of a fresh loopback S3, and shuts both down after it.
func withLoopbackS3<Result>(
    shape: LoopbackS3.Shape = .none, _ body: (LoopbackS3, S3Client) async throws -> Result
) async throws -> Result {
    try await LoopbackStage.run(shape: shape) { try await body($0.server, $0.client) }
}

extension NIODeadline {
    /// Far enough that only a hanging test meets it.
    static var patient: NIODeadline { .now() + .seconds(300) }
}

extension S3Body {
    func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in self {
            bytes += piece.readableBytesView
        }
        return bytes
    }
}
