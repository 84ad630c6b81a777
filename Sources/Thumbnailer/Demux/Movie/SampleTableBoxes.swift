/// Which boxes a sample table (`stbl`) holds.
///
/// Found by following their headers. Where the next header was not fetched yet, the entries that will be wanted are asked
/// for with it, as ``TablePrediction`` guesses.
struct SampleTableBoxes {
    private let index: IndexReader
    private var boxes: [FourCharacterCode: Box] = [:]
    /// Boxes that mark keyframes beyond the sync samples (the sample group `rap ` does so, too), that hold sizes in a way
    /// that nobody uses for video, or that come with encryption.
    ///
    /// The sample group `sync`, which iPhones write for HEVC, only tells the kind of each sync sample.
    private static let unusual: Set<FourCharacterCode> = ["stps", "stz2", "senc", "saiz", "saio"]

    /// - Parameters:
    ///   - guess: Gives the wanted sample once the tables found so far tell it.
    ///   - nextHeaders: Where a caller will go on reading, asked for at the same time.
    init(
        in content: Range<Int64>, of index: IndexReader, nextHeaders: Range<Int64>,
        guess: (SampleTableBoxes) throws(MovieError) -> (sample: Int, count: Int)?
    ) throws(MovieError) {
        self.index = index
        var offset = content.lowerBound
        while offset + Box.smallestHeader <= content.upperBound {
            let header = offset..<min(offset + Box.largestHeader, content.upperBound)
            if !index.isExpected(header), boxes["stsz"] == nil, boxes["stco"] == nil, boxes["co64"] == nil,
                let wanted = try guess(self)
            {
                let prediction = TablePrediction(
                    range: (boxes["stsc"]?.range.lowerBound ?? offset)..<content.upperBound, sampleCount: wanted.count,
                    sample: wanted.sample,
                    sampleToChunkSize: boxes["stsc"].map { $0.range.upperBound - $0.range.lowerBound })
                try index.expect(prediction.ranges + [nextHeaders])
            }
            let box = try index.box(at: offset, before: content.upperBound)
            if box.type == "sbgp" {
                let grouping = try index.bytes(box.content.prefix(8)).uint32(at: 4).map(FourCharacterCode.init)
                if grouping == "rap " { throw .unusual(.syncSamples) }
            } else if Self.unusual.contains(box.type) {
                throw .unusual(box.type == "stps" ? .syncSamples : .tables)
            } else if boxes.updateValue(box, forKey: box.type) != nil, box.type != "sgpd", box.type != "free" {
                throw .unusual(.boxes)
            }
            offset = box.range.upperBound
        }
    }

    subscript(_ type: FourCharacterCode) -> Box? { boxes[type] }

    func required(_ type: FourCharacterCode) throws(MovieError) -> Box {
        guard let box = boxes[type] else { throw .unusual(.tables) }
        return box
    }

    func times() throws(MovieError) -> TimeToSample { try TimeToSample(try index.bytes(required("stts").content)) }

    func syncSamples(of times: TimeToSample) throws(MovieError) -> SyncSamples {
        guard let box = boxes["stss"] else { return .all(count: times.sampleCount) }
        return try SyncSamples(try index.bytes(box.content), sampleCount: times.sampleCount)
    }

    /// All of them if all were fetched with the rest of the index, or else the first alone: the table's runs have to be
    /// counted from the first one on, and in a three-hour file it has 2.6 MB.
    func compositionOffsets() throws(MovieError) -> CompositionOffsets {
        guard let box = boxes["ctts"] else { return CompositionOffsets() }
        let content = index.isExpected(box.range) ? box.content : box.content.prefix(CompositionOffsets.firstEntryEnd)
        return CompositionOffsets(try index.bytes(content))
    }
}

extension Range<Int64> {
    /// The first `count` numbers, or fewer.
    func prefix(_ count: Int64) -> Range { lowerBound..<Swift.min(lowerBound + count, upperBound) }
}
