import Loopback

/// One request that the function sent to S3, as the server saw it; times from when the event was handed to the function.
struct RequestSample: Sendable, Equatable, Encodable {
    /// GET, HEAD, PUT …
    var method: String
    var status: Int
    /// In the video; nil for a request without a range.
    var offset: Int64?
    /// Bytes asked for; nil for a request without a range.
    var length: Int64?
    /// Body bytes that went either way.
    var bytes: Int64
    /// Numbers the server's TCP connections.
    var connection: Int
    /// When the request was there in full.
    var startMs: Double
    /// When its answer began; nil when it never did.
    var firstByteMs: Double?
    /// When the last byte was written, or the function hung up.
    var endMs: Double
}

extension RequestSample {
    init(_ record: LoopbackS3.Record, since origin: ContinuousClock.Instant) {
        method = record.method
        status = record.status
        offset = record.range?.lowerBound
        length = record.range.map { $0.upperBound - $0.lowerBound }
        bytes = record.bytesSent + record.bytesReceived
        connection = record.connection
        startMs = (record.start - origin).roundedMilliseconds
        firstByteMs = record.firstByte.map { ($0 - origin).roundedMilliseconds }
        endMs = (record.end - origin).roundedMilliseconds
    }
}
