import Testing

@testable import Thumbnailer

@Suite("Where the entries of one sample are guessed to be")
struct TablePredictionTests {
    /// Tables in the order of most programs, from 1 000 000 on: `stsc`, `stsz`, `stco`.
    private struct Layout {
        var samples: Int
        var samplesPerChunk: Int
        var runs: Int64 = 1

        var stsz: Int64 { 1_000_000 + 16 + 12 * runs }
        var stco: Int64 { stsz + 20 + 4 * Int64(samples) }
        var end: Int64 { stco + 16 + 4 * Int64(samples / samplesPerChunk) }

        /// Headers, the sample's size and its chunk's offset, as `chunks` are before it.
        func wanted(_ sample: Int, chunksAhead: Int = 0) -> [Range<Int64>] {
            let size = stsz + 20 + 4 * Int64(sample)
            let chunk = stco + 16 + 4 * Int64(sample / samplesPerChunk + chunksAhead)
            return [1_000_000..<1_000_028, stsz..<stsz + 20, size..<size + 4, stco..<stco + 16, chunk..<chunk + 4]
        }

        func prediction(_ sample: Int, knowsRuns: Bool = false) -> TablePrediction {
            TablePrediction(
                range: 1_000_000..<end, sampleCount: samples, sample: sample,
                sampleToChunkSize: knowsRuns ? 16 + 12 * runs : nil)
        }
    }

    private func covers(_ ranges: [Range<Int64>], _ wanted: [Range<Int64>]) -> Bool {
        wanted.allSatisfy { wanted in
            ranges.contains { $0.contains(wanted.lowerBound) && $0.upperBound >= wanted.upperBound }
        }
    }

    @Test(
        "With few runs of chunks all are found, wherever the sample is",
        arguments: [0, 0.001, 0.1, 0.5, 0.9, 0.999], [1, 5, 30])
    func found(part: Double, samplesPerChunk: Int) {
        for runs: Int64 in [1, 2, 1000, 5000] {
            let layout = Layout(samples: 324_000, samplesPerChunk: samplesPerChunk, runs: runs)
            let sample = Int(324_000 * part)
            #expect(covers(layout.prediction(sample).ranges, layout.wanted(sample)), "\(runs) runs")
            let ahead = (part < 0.5 ? 10_000 : -10_000) / samplesPerChunk
            #expect(covers(layout.prediction(sample).ranges, layout.wanted(sample, chunksAhead: ahead)), "\(runs) runs")
        }
    }

    @Test("With many runs they are found once their number is known", arguments: [0, 0.5, 0.999])
    func knownRuns(part: Double) {
        let layout = Layout(samples: 324_000, samplesPerChunk: 1, runs: 50_000)
        let sample = Int(324_000 * part)
        #expect(!covers(layout.prediction(sample).ranges, layout.wanted(sample)))
        #expect(covers(layout.prediction(sample, knowsRuns: true).ranges, layout.wanted(sample)))
    }

    @Test("Half a megabyte for tables of 2.6 MB, and never more than the tables")
    func size() {
        let layout = Layout(samples: 324_000, samplesPerChunk: 1)
        for sample in [0, 162_000, 323_999] {
            let ranges = layout.prediction(sample).ranges
            #expect(ranges.reduce(0) { $0 + $1.count } < 500_000)
            #expect(ranges.allSatisfy { $0.lowerBound >= 1_000_000 && $0.upperBound <= layout.end })
        }
    }

    @Test("Small tables are asked for whole")
    func small() {
        let layout = Layout(samples: 50_000, samplesPerChunk: 1)
        #expect(layout.prediction(7).ranges == [1_000_000..<layout.end])
    }
}
