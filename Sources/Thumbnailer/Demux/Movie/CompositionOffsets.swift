/// How much later samples are presented than decoded: the `ctts` table (ISO/IEC 14496-12 §8.6.1.3), in units of the
/// media's timescale. Empty, every offset is 0.
struct CompositionOffsets {
    private let content: BigEndianBytes
    private let count: Int
    /// Where the first run is, in bytes of the content.
    private static let firstRun = 8

    /// - Parameter content: Of the box, from its version on, or the beginning of it. Its entries may lack their end.
    init(_ content: BigEndianBytes = BigEndianBytes()) {
        self.content = content
        count = min(Int(content.uint32(at: 4) ?? 0), max(content.count - Self.firstRun, 0) / 8)
    }

    /// Of each of `samples`, which must ascend. What the entries at hand do not tell is as the first sample is.
    ///
    /// One pass over the entries, of which each may count for one sample only.
    func offsets(of samples: [Int]) -> [Int64] {
        var (offsets, run, end, offset): ([Int64], Int, Int, Int64) = ([], 0, 0, 0)
        for sample in samples {
            while end <= sample, run < count {
                // Version 0 has unsigned numbers, but is written with negative ones, too, and read so.
                offset = Int64(Int32(bitPattern: content.uint32(at: Self.firstRun + 4 + 8 * run)!))
                // libavformat passes over runs of a negative count.
                end += max(Int(Int32(bitPattern: content.uint32(at: Self.firstRun + 8 * run)!)), 0)
                run += 1
            }
            offsets.append(end > sample ? offset : first)
        }
        return offsets
    }

    /// The first sample's.
    var first: Int64 {
        count > 0 ? Int64(Int32(bitPattern: content.uint32(at: Self.firstRun + 4)!)) : 0
    }

    /// Where the first entry ends, in bytes from the box's content on.
    static let firstEntryEnd: Int64 = 16
}
