import FoundationEssentials
import RangeReader
import S3
import Thumbnailer

/// The one line that the function logs about a thumbnail.
///
/// In the shape that Lambda's JSON log format wants: one object a line, with `timestamp` and `level`.
struct ThumbnailLog: Encodable {
    /// Wall-clock time of each stage in milliseconds.
    struct Timings: Encodable {
        var open = 0.0
        var seek = 0.0
        var read = 0.0
        var decode = 0.0
        var scale = 0.0
        var encode = 0.0
        var put = 0.0
        /// Of the time above, how long nothing could be done for want of bytes.
        var waited = 0.0
        var total = 0.0
    }

    var timestamp = Date().ISO8601Format(.init(includingFractionalSeconds: true))
    var level = "INFO"
    var message = "thumbnail"
    var requestId: String
    var bucket: String
    var key: String
    /// `created`, `skipped`, or the error's code.
    var result = "created"
    var reason: String?
    var transient: Bool?
    var container: String?
    var codec: String?
    var width: Int?
    var height: Int?
    var time: Double?
    var sourceBytes: Int64?
    var requests: Int?
    /// How often the work had to wait for an answer before it could ask for more.
    var rounds: Int?
    var bytesRead: Int64?
    var jpegBytes: Int?
    var timingsMs: Timings?

    init(requestID: String, source: S3ObjectID) {
        requestId = requestID
        bucket = source.bucket
        key = source.key
    }

    mutating func skipped(_ reason: String) {
        result = "skipped"
        self.reason = reason
    }

    mutating func add(_ work: WorkResult, total: Duration) {
        sourceBytes = work.objectSize
        requests = work.trace.requests.count
        rounds = work.trace.rounds
        bytesRead = work.trace.bytesReceived
        var timings = Timings()
        switch work.outcome {
        case .created(let thumbnail):
            container = thumbnail.source.container
            codec = thumbnail.source.videoCodec
            width = thumbnail.width
            height = thumbnail.height
            time = thumbnail.time
            jpegBytes = thumbnail.jpeg.count
            let stages = thumbnail.timings
            timings = Timings(
                open: stages.open.milliseconds, seek: stages.seek.milliseconds, read: stages.read.milliseconds,
                decode: stages.decode.milliseconds, scale: stages.scale.milliseconds,
                encode: stages.encode.milliseconds)
        case .needless(let reason), .unsuitable(let reason):
            skipped(reason)
        case .failed(let error):
            level = "ERROR"
            result = error.code.name
            reason = error.message
            transient = error.isTransient
        }
        timings.put = work.put.milliseconds
        timings.waited = work.trace.waited.milliseconds
        timings.total = total.milliseconds
        timingsMs = timings
    }
}

extension Duration {
    /// Milliseconds, rounded to microseconds.
    fileprivate var milliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
