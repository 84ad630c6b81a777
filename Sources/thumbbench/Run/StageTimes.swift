/// Where an invocation's time went, in milliseconds of wall-clock time: the stages add up to its duration.
///
/// From the line that the function logs about each thumbnail (see the function's `ThumbnailLog`).
struct StageTimes: Sendable, Equatable, Encodable {
    /// Waiting for bytes from S3: a part of what the function calls open, seek and read.
    var wait: Double
    /// Reading the index and finding the keyframe, without the waiting.
    var open: Double
    var decode: Double
    var scale: Double
    var encode: Double
    /// Writing the thumbnail to S3.
    var put: Double
    /// All the rest: the event's way in, the answer's way out, and looking whether the thumbnail is there already.
    var other: Double

    init(_ line: ThumbnailLine.Timings, durationMs: Double) {
        let reading = line.open + line.seek + line.read
        wait = min(line.waited, reading)
        open = reading - wait
        decode = line.decode
        scale = line.scale
        encode = line.encode
        put = line.put
        other = max(0, durationMs - reading - decode - scale - encode - put)
    }

    /// Of each stage the mean; nil without samples. These add up, too, as medians would not.
    static func mean(_ samples: [StageTimes]) -> StageTimes? {
        guard var mean = samples.first else { return nil }
        for stage in stages {
            mean[keyPath: stage] = samples.map { $0[keyPath: stage] }.reduce(0, +) / Double(samples.count)
        }
        return mean
    }

    /// In the order in which they happen.
    static var stages: [WritableKeyPath<StageTimes, Double>] {
        [\.wait, \.open, \.decode, \.scale, \.encode, \.put, \.other]
    }
}
