/// When samples are decoded: the `stts` table (ISO/IEC 14496-12 §8.6.1.2), in units of the media's timescale.
struct TimeToSample {
    private struct Run {
        var firstSample: Int
        var firstTime: Int64
        var delta: Int64
    }

    private let runs: [Run]
    let sampleCount: Int
    /// Of all samples.
    let duration: Int64

    /// libavformat's index holds no more samples.
    private static let mostSamples = 1 << 28
    /// libavformat takes anything above for a negative number, and mends it.
    private static let largestDelta: UInt32 = 1 << 31 - 1

    /// - Parameter content: Of the box, from its version on.
    /// - Throws: ``UnusualMovie/tables`` without samples, and where two samples but the last are decoded at once.
    init(_ content: BigEndianBytes) throws(MovieError) {
        guard let count = content.uint32(at: 4), count > 0, content.count >= 8 + 8 * Int(count) else {
            throw .unusual(.tables)
        }
        var (runs, sample, time): ([Run], Int, Int64) = ([], 0, 0)
        runs.reserveCapacity(Int(count))
        for number in 0..<Int(count) {
            guard let samples = content.uint32(at: 8 + 8 * number), samples > 0, samples <= Self.mostSamples,
                let delta = content.uint32(at: 12 + 8 * number), delta <= Self.largestDelta
            else { throw .unusual(.tables) }
            // The last sample's own delta says only how long it is shown.
            if delta == 0, samples > 1 || number < Int(count) - 1 { throw .unusual(.tables) }
            runs.append(Run(firstSample: sample, firstTime: time, delta: Int64(delta)))
            sample += Int(samples)
            time += Int64(samples) * Int64(delta)
            guard sample <= Self.mostSamples else { throw .unusual(.tables) }
        }
        (self.runs, sampleCount, duration) = (runs, sample, time)
    }

    /// When a sample is decoded, counted from the first one's time.
    func time(of sample: Int) -> Int64 {
        let run = runs[runs.lastIndex { $0.firstSample <= sample } ?? 0]
        return run.firstTime + Int64(sample - run.firstSample) * run.delta
    }

    /// The last sample that is decoded at or before `time`, which must not be negative.
    func sample(at time: Int64) -> Int {
        let run = runs[runs.lastIndex { $0.firstTime <= time } ?? 0]
        guard run.delta > 0 else { return run.firstSample }
        return Int(min(Int64(run.firstSample) + (time - run.firstTime) / run.delta, Int64(sampleCount - 1)))
    }
}
