/// Which chunk a sample is in: the `stsc` table (ISO/IEC 14496-12 §8.7.4). Samples and chunks are counted from 0.
struct SampleToChunk {
    private struct Run {
        var firstChunk: Int
        var firstSample: Int
        var samplesPerChunk: Int
    }

    private let runs: [Run]

    /// - Parameter content: Of the box, from its version on.
    /// - Throws: ``UnusualMovie/tables`` where chunks do not ascend, do not hold exactly all samples, or refer to more than
    ///   one sample description.
    init(_ content: BigEndianBytes, sampleCount: Int, chunkCount: Int) throws(MovieError) {
        guard let count = content.uint32(at: 4), count > 0, content.count >= 8 + 12 * Int(count), chunkCount > 0 else {
            throw .unusual(.tables)
        }
        var runs: [Run] = []
        runs.reserveCapacity(Int(count))
        for number in 0..<Int(count) {
            guard let counted = content.uint32(at: 8 + 12 * number), let samples = content.uint32(at: 12 + 12 * number),
                let description = content.uint32(at: 16 + 12 * number), samples > 0, description == 1
            else { throw .unusual(.tables) }
            let chunk = Int(counted) - 1
            guard chunk < chunkCount else { throw .unusual(.tables) }
            var sample = 0
            if let last = runs.last {
                guard chunk > last.firstChunk else { throw .unusual(.tables) }
                sample = last.firstSample + (chunk - last.firstChunk) * last.samplesPerChunk
            } else if chunk != 0 {
                throw .unusual(.tables)
            }
            guard sample < sampleCount else { throw .unusual(.tables) }
            runs.append(Run(firstChunk: chunk, firstSample: sample, samplesPerChunk: Int(samples)))
        }
        let last = runs[runs.count - 1]
        guard last.firstSample + (chunkCount - last.firstChunk) * last.samplesPerChunk == sampleCount else {
            throw .unusual(.tables)
        }
        self.runs = runs
    }

    /// The chunk of a sample, and the first sample in it.
    func chunk(of sample: Int) -> (chunk: Int, firstSample: Int) {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].firstSample <= sample { low = middle + 1 } else { high = middle }
        }
        let run = runs[low - 1]
        let chunks = (sample - run.firstSample) / run.samplesPerChunk
        return (run.firstChunk + chunks, run.firstSample + chunks * run.samplesPerChunk)
    }
}
