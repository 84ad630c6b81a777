/// Which keyframe a time wants, and when it is presented, by libavformat's reckoning (its index shifts decode times so
/// that the first frame is presented at 0, or where an empty edit ends).
///
/// All times are in units of the media's timescale.
struct SampleTimeline {
    /// Units a second.
    let timescale: Int64
    let times: TimeToSample
    let syncSamples: SyncSamples
    /// In bytes that may be missing: see ``CompositionOffsets``.
    let offsets: CompositionOffsets
    /// Of what is shown, together with an empty edit.
    let duration: Int64
    /// When the first frame is presented.
    private let start: Int64
    /// Where in the media an edit ends that cuts it.
    private let mediaEnd: Int64

    /// - Parameters:
    ///   - mediaDuration: According to the media's header.
    ///   - movieTimescale: Units a second of the durations in `edits`.
    /// - Throws: ``UnusualMovie/edits`` if the first frame is cut away; it is then shown, or not, by rules of its own.
    init(
        times: TimeToSample, syncSamples: SyncSamples, offsets: CompositionOffsets, timescale: Int64,
        mediaDuration: Int64, edits: EditList?, movieTimescale: Int64
    ) throws(MovieError) {
        (self.times, self.syncSamples, self.offsets, self.timescale) = (times, syncSamples, offsets, timescale)
        let mediaDuration = min(mediaDuration, times.duration)
        guard offsets.first >= 0, timescale > 0, mediaDuration > 0 else { throw .unusual(.tables) }
        guard let edits else {
            (start, duration, mediaEnd) = (offsets.first, mediaDuration, .max)
            return
        }
        guard movieTimescale > 0, edits.mediaTime <= offsets.first, syncSamples.first == 0 else {
            throw .unusual(.edits)
        }
        guard let empty = Self.rescale(edits.emptyDuration, from: movieTimescale, to: timescale),
            let shown = Self.rescale(edits.duration, from: movieTimescale, to: timescale), shown > 0
        else { throw .unusual(.edits) }
        start = empty
        duration = min(mediaDuration, empty + shown)
        mediaEnd = edits.mediaTime + shown
    }

    /// To the nearest unit, as libavutil's av_rescale does; nil above 2^48.
    private static func rescale(_ time: Int64, from timescale: Int64, to other: Int64) -> Int64? {
        let product = time.multipliedFullWidth(by: other)
        let (sum, carry) = product.low.addingReportingOverflow(UInt64(timescale / 2))
        let dividend = (high: product.high + (carry ? 1 : 0), low: sum)
        guard dividend.high < timescale else { return nil }
        let quotient = timescale.dividingFullWidth(dividend).quotient
        return quotient <= 1 << 48 ? quotient : nil
    }

    /// The last keyframe that is decoded at or before the wanted time, or else the first one, and up to `count - 1` more.
    ///
    /// The first keyframe is presented as long after its decode time as the others, so the time from it on counts.
    func keyframes(at wanted: WantedTime, count: Int) -> [Int] {
        let unit = 1 / Double(timescale)
        let seconds = wanted.seconds(in: Double(duration) * unit)
        let time = Int64(max(0, min(seconds / unit, 0x1p62)))
        return syncSamples.keyframes(from: times.sample(at: time), count: count)
    }

    /// When each of `samples` is presented, which must ascend.
    ///
    /// Where the composition offsets were not read up to a sample, it is taken to have the first one's.
    func presentationTimes(of samples: [Int]) -> [Int64] {
        zip(samples, offsets.offsets(of: samples)).map { start + times.time(of: $0) + $1 - offsets.first }
    }

    /// Whether the sample is presented before an edit ends, so that libavformat's index holds it.
    func isShown(_ sample: Int) -> Bool {
        mediaEnd == .max || times.time(of: sample) + offsets.offsets(of: [sample])[0] < mediaEnd
    }
}
