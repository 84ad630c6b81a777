/// Guesses where the entries of one sample are in tables that have not been seen, so that all of them are asked for at once.
///
/// In a large index the way to a sample leads through three tables, of which each says where the next one begins:
/// `stsc`, `stsz`, `stco`, in this order in what most programs write. Followed one after the other that would be four
/// round trips, each of which costs as much as 2 MB (25 ms, 90 MB/s). Where each begins is known but for the size of the
/// first, which is small, and chunks are spread evenly. What a guess missed is asked for exactly, later.
struct TablePrediction {
    /// Where the first of the tables begins, and where their parent ends.
    var range: Range<Int64>
    var sampleCount: Int
    /// The one whose entries are wanted.
    var sample: Int
    /// Size of the `stsc` box in bytes, if it is known.
    var sampleToChunkSize: Int64?

    /// Up to this size all of `range` is asked for: less than half of what a round trip costs, and one request.
    static let small: Int64 = 512 << 10
    /// What an unknown `stsc` is expected to stay below. With one run for every 4 of 324 000 samples it would have 970 kB,
    /// but runs are as rare as chunks are regular: in a three-hour file by ffmpeg it had 28 bytes.
    private static let largestSampleToChunk: Int64 = 64 << 10
    /// Samples of the same chunk before, and of the next keyframes behind: 4 bytes each.
    private static let sizesBefore: Int64 = 4 << 10
    private static let sizesBehind: Int64 = 16 << 10
    /// 16 000 chunks of 4 bytes: in a three-hour video, by how much 9 minutes of it may have more or fewer chunks than
    /// the average.
    private static let chunksAround: Int64 = 64 << 10

    /// Up to four ranges in bytes, some of which may overlap.
    var ranges: [Range<Int64>] {
        if range.upperBound - range.lowerBound <= Self.small { return [range] }
        let start = range.lowerBound
        let smallest = sampleToChunkSize ?? 28
        let largest = sampleToChunkSize ?? Self.largestSampleToChunk
        let sizes = start + 20
        let offset = 4 * Int64(sample)
        // Of stco or co64, header included: it begins between these two.
        let chunks = start + smallest + 20 + 4 * Int64(sampleCount)
        let lastChunks = chunks - smallest + largest
        let part = Double(sample) / Double(sampleCount)
        let entry = chunks + Int64(Double(range.upperBound - chunks) * part)
        let lastEntry = entry + Int64(Double(largest - smallest) * (1 - part))
        return [
            start..<start + largest + 20,
            sizes + smallest + offset - Self.sizesBefore..<sizes + largest + offset + Self.sizesBehind,
            chunks..<lastChunks + 16,
            entry - Self.chunksAround..<lastEntry + Self.chunksAround,
        ].map { $0.clamped(to: range) }.filter { !$0.isEmpty }
    }
}
