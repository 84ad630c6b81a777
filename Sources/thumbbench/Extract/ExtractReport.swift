import RangeReader
import Thumbnailer

/// What `extract --json` prints. Sizes are in pixels, times in seconds unless named otherwise.
struct ExtractReport: Encodable {
    /// Wall-clock time of each stage in milliseconds.
    struct Timings: Encodable {
        var open, seek, read, decode, scale, encode, total: Double

        init(_ timings: StageTimings) {
            open = timings.open.roundedMilliseconds
            seek = timings.seek.roundedMilliseconds
            read = timings.read.roundedMilliseconds
            decode = timings.decode.roundedMilliseconds
            scale = timings.scale.roundedMilliseconds
            encode = timings.encode.roundedMilliseconds
            total = timings.total.roundedMilliseconds
        }
    }

    var width: Int
    var height: Int
    /// Presentation timestamp of the frame on the stream's own clock.
    var time: Double
    var keyframe: Bool
    var container: String
    var videoCodec: String
    var pixelFormat: String
    var sourceWidth: Int
    var sourceHeight: Int
    /// Degrees by which the picture was turned clockwise.
    var rotation: Int
    var sampleAspectRatio: String
    var sourceBytes: Int64?
    var bytesRead: Int64
    var requests: Int
    var jpegBytes: Int
    var peakRssBytes: Int64?
    var timingsMs: Timings
    /// With `--trace`.
    var trace: TraceReport?

    init(_ thumbnail: Thumbnail, of result: Thumbnailer.Result, peakResidentBytes: Int64?) {
        let source = thumbnail.source
        width = thumbnail.width
        height = thumbnail.height
        time = thumbnail.time
        keyframe = thumbnail.isKeyframe
        container = source.container
        videoCodec = source.videoCodec
        pixelFormat = source.pixelFormat
        sourceWidth = source.width
        sourceHeight = source.height
        rotation = source.orientation.rotation
        sampleAspectRatio = "\(source.sampleAspectRatio.numerator):\(source.sampleAspectRatio.denominator)"
        sourceBytes = result.objectSize
        bytesRead = result.trace.bytesReceived
        requests = result.trace.requests.count
        jpegBytes = thumbnail.jpeg.count
        peakRssBytes = peakResidentBytes
        timingsMs = Timings(thumbnail.timings)
    }
}
