import RangeReader

/// The boxes of one track's sample table (`stbl`, ISO/IEC 14496-12 §8.5), and the entries of single samples in them.
struct SampleTables {
    /// A table of entries of one size, of which some are read.
    private struct Entries {
        /// Without the table's header.
        var range: Range<Int64>
        var size: Int64
        var count: Int

        /// - Throws: ``UnusualMovie/tables`` if the box does not hold the entries.
        init(from offset: Int64, of box: Box, size: Int64, count: UInt32) throws(MovieError) {
            range = offset..<offset + size * Int64(count)
            (self.size, self.count) = (size, Int(count))
            guard range.upperBound <= box.range.upperBound else { throw .unusual(.tables) }
        }

        func range(of entries: Range<Int>) -> Range<Int64> {
            let start = range.lowerBound
            return start + size * Int64(entries.lowerBound)..<start + size * Int64(entries.upperBound)
        }
    }

    private let index: IndexReader
    let timeline: SampleTimeline
    private let sampleToChunk: SampleToChunk
    private let sizes: Entries
    /// Of every sample, in bytes; 0 if each has its own.
    private let commonSize: UInt32
    private let chunkOffsets: Entries

    /// Reads `stts`, `stss`, `stsc` and the other tables' headers.
    init(
        _ boxes: SampleTableBoxes, in index: IndexReader, timescale: Int64, mediaDuration: Int64, edits: EditList?,
        movieTimescale: Int64
    ) throws(MovieError) {
        let times = try boxes.times()
        let sizeBox = try boxes.required("stsz")
        let sizeHeader = try index.bytes(sizeBox.content.prefix(12))
        // A size for many samples is for audio; libavformat has rules of its own for it.
        guard let commonSize = sizeHeader.uint32(at: 4), let count = sizeHeader.uint32(at: 8),
            count == times.sampleCount, commonSize == 0 || count == 1
        else { throw .unusual(.tables) }
        self.commonSize = commonSize
        sizes = try Entries(
            from: sizeBox.content.lowerBound + 12, of: sizeBox, size: 4, count: commonSize == 0 ? count : 0)

        let (shortOffsets, longOffsets) = (boxes["stco"], boxes["co64"])
        guard let offsetBox = shortOffsets ?? longOffsets, shortOffsets == nil || longOffsets == nil,
            let chunkCount = try index.bytes(offsetBox.content.prefix(8)).uint32(at: 4)
        else { throw .unusual(.tables) }
        chunkOffsets = try Entries(
            from: offsetBox.content.lowerBound + 8, of: offsetBox, size: shortOffsets == nil ? 8 : 4, count: chunkCount)

        sampleToChunk = try SampleToChunk(
            try index.bytes(boxes.required("stsc").content), sampleCount: times.sampleCount, chunkCount: Int(chunkCount)
        )
        timeline = try SampleTimeline(
            times: times, syncSamples: try boxes.syncSamples(of: times), offsets: try boxes.compositionOffsets(),
            timescale: timescale, mediaDuration: mediaDuration, edits: edits, movieTimescale: movieTimescale)
        self.index = index
    }

    /// Where a sample is, in bytes of the object.
    ///
    /// - Throws: ``UnusualMovie/outside`` if that is not in the object.
    func range(of sample: Int) throws(MovieError) -> Range<Int64> {
        let (offset, sizes) = entries(of: sample)
        let chunk = try index.bytes(offset)
        let start = chunkOffsets.size == 4 ? chunk.uint32(at: 0).map(UInt64.init) : chunk.uint64(at: 0)
        guard var start = start.flatMap(Int64.init(exactly:)) else { throw .unusual(.outside) }
        let bytes = try index.bytes(sizes)
        var size = Int64(commonSize)
        for number in 0..<bytes.count / 4 {
            start += size
            size = Int64(bytes.uint32(at: 4 * number)!)
            guard start <= index.objectSize else { throw .unusual(.outside) }
        }
        guard size > 0, size <= index.objectSize - start else { throw .unusual(.outside) }
        return start..<start + size
    }

    /// Whether the sample's place can be told without another request.
    func isExpected(_ sample: Int) -> Bool {
        let (offset, sizes) = entries(of: sample)
        return index.isExpected(offset) && index.isExpected(sizes)
    }

    /// Asks for the entries that ``range(of:)`` reads.
    func expect(_ sample: Int) throws(MovieError) {
        let (offset, sizes) = entries(of: sample)
        try index.expect([offset, sizes])
    }

    /// Where the offset of the sample's chunk is, and the sizes of all samples in it up to this one.
    private func entries(of sample: Int) -> (offset: Range<Int64>, sizes: Range<Int64>) {
        let (chunk, first) = sampleToChunk.chunk(of: sample)
        return (
            chunkOffsets.range(of: chunk..<chunk + 1),
            commonSize == 0 ? sizes.range(of: first..<sample + 1) : sizes.range(of: 0..<0)
        )
    }
}
