/// Which samples are keyframes: the `stss` table (ISO/IEC 14496-12 §8.6.2). Samples are counted from 0.
enum SyncSamples {
    /// There is no such table.
    case all(count: Int)
    /// Ascending.
    case some([Int])

    /// - Parameter content: Of the box, from its version on.
    /// - Throws: ``UnusualMovie/tables`` if there are none, and where numbers do not ascend or lead nowhere.
    init(_ content: BigEndianBytes, sampleCount: Int) throws(MovieError) {
        guard let count = content.uint32(at: 4), count > 0, content.count >= 8 + 4 * Int(count) else {
            throw .unusual(.tables)
        }
        var samples: [Int] = []
        samples.reserveCapacity(Int(count))
        for number in 0..<Int(count) {
            guard let counted = content.uint32(at: 8 + 4 * number), counted > 0, counted <= sampleCount,
                Int(counted) - 1 > samples.last ?? -1
            else { throw .unusual(.tables) }
            samples.append(Int(counted) - 1)
        }
        self = .some(samples)
    }

    /// The last keyframe at or before `sample`, or else the first one, and those that follow it: `count` of them at most.
    func keyframes(from sample: Int, count: Int) -> [Int] {
        switch self {
        case .all(let all): return Array(sample..<min(sample + count, all))
        case .some(let samples):
            var (low, high) = (0, samples.count)
            while low < high {
                let middle = (low + high) / 2
                if samples[middle] <= sample { low = middle + 1 } else { high = middle }
            }
            return Array(samples[max(low - 1, 0)...].prefix(count))
        }
    }

    /// The last keyframe before `sample`; nil if there is none.
    func keyframe(before sample: Int) -> Int? {
        if case .all = self { return sample > 0 ? sample - 1 : nil }
        return keyframes(from: sample - 1, count: 1).first.flatMap { $0 < sample ? $0 : nil }
    }

    var first: Int {
        switch self {
        case .all: 0
        case .some(let samples): samples[0]
        }
    }
}
