import Loopback

/// Runs `body` with a fresh S3, and shuts it down after it.
func withServer(
    _ shape: LoopbackS3.Shape = .none, _ body: (LoopbackS3) async throws -> Void
) async throws {
    let s3 = try await LoopbackS3.start(shape: shape)
    do {
        try await body(s3)
    } catch {
        try await s3.shutdown()
        throw error
    }
    try await s3.shutdown()
}
