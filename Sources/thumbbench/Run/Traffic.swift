import Loopback

/// What S3 was asked for, as the server counted it.
struct Traffic: Sendable, Equatable, Encodable {
    var getRequests = 0
    var headRequests = 0
    var putRequests = 0
    /// Of videos, as far as the function let the server send.
    var bytesRead: Int64 = 0
    /// Of thumbnails.
    var bytesWritten: Int64 = 0

    init(_ records: [LoopbackS3.Record]) {
        for record in records {
            switch record.method {
            case "GET": getRequests += 1
            case "HEAD": headRequests += 1
            case "PUT": putRequests += 1
            default: break
            }
            bytesRead += record.bytesSent
            bytesWritten += record.bytesReceived
        }
    }
}
