/// A range worth one request, and why.
package struct PlannedRange: Sendable, Equatable {
    package enum Reason: String, Sendable {
        /// The object's beginning, asked for at once: most containers say there what they are and where their index is.
        case head
        /// The object's end, asked for at once beside the head: many containers keep their index there.
        case tail
        /// The rest of an index whose place is known.
        case index
        /// What the demuxer knows that it will read next: the chosen keyframe.
        case keyframe
        /// Nobody knows what is there; reading goes on.
        case readOn
    }

    /// Offsets in bytes; the upper bound may lie after the object's end when its size is not known yet.
    package var range: Range<Int64>
    package var reason: Reason

    package init(_ range: Range<Int64>, _ reason: Reason) {
        self.range = range
        self.reason = reason
    }
}

/// Decides which ranges to ask for next.
///
/// A pure value: it makes no requests and looks at bytes only through ``TopLevelBoxes``. What is already cached or on its
/// way is cut out of its answers by the caller.
package struct PrefetchPlan: Sendable {
    /// Sizes in bytes.
    ///
    /// Chosen by reckoning and not yet by measurement: where the first byte takes 25 ms and a connection brings 90 MB/s, as
    /// `thumbbench run` has it by default, a round trip costs as much as 2 MB, so a window that saves one may be large;
    /// what is not needed of it still has to be received and held.
    package struct Windows: Sendable, Equatable {
        /// Objects up to this size are taken whole, with one request.
        package var wholeObject: Int64 = 1 << 20
        package var head: Int64 = 128 << 10
        package var tail: Int64 = 128 << 10
        /// An index at the object's end is asked for with all that follows it up to this size, and above it in two
        /// steps: its header, then the rest exactly.
        package var indexAtEnd: Int64 = 4 << 20
        /// What is asked for beyond an index: demuxers read on to the next boxes' headers.
        package var indexSlack: Int64 = 1 << 10
        /// The first window after a seek. It doubles while reading goes on …
        package var firstReadOn: Int64 = 256 << 10
        /// … up to this size.
        package var largestReadOn: Int64 = 4 << 20

        package init() {}
    }

    package let windows: Windows
    private var nextReadOn: Int64
    private var endOfReadOn: Int64 = -1

    package init(windows: Windows = Windows()) {
        self.windows = windows
        nextReadOn = windows.firstReadOn
    }

    /// The first round, before a single byte is known.
    package func first(expectedSize: Int64?) -> [PlannedRange] {
        guard let size = expectedSize, size > 0 else { return [PlannedRange(0..<windows.head, .head)] }
        guard size > windows.wholeObject else { return [PlannedRange(0..<size, .head)] }
        return [PlannedRange(0..<windows.head, .head), PlannedRange(size - windows.tail..<size, .tail)]
    }

    /// What to ask for when a byte is wanted that is neither here nor on its way.
    ///
    /// - Parameters:
    ///   - offset: The wanted byte, before the object's end.
    ///   - count: How many bytes the demuxer wants there; it takes fewer, too.
    ///   - boxes: What is known of the object's structure.
    package mutating func next(
        at offset: Int64, count: Int, objectSize: Int64, boxes: TopLevelBoxes
    ) -> PlannedRange {
        if let box = boxes.box(at: offset), box.isIndex {
            return PlannedRange(offset..<min(box.range.upperBound + windows.indexSlack, objectSize), .index)
        }
        if offset == boxes.end, objectSize - offset <= windows.indexAtEnd {
            return PlannedRange(offset..<objectSize, .index)
        }
        nextReadOn = offset == endOfReadOn ? min(nextReadOn * 2, windows.largestReadOn) : windows.firstReadOn
        endOfReadOn = offset + min(max(nextReadOn, Int64(count)), objectSize - offset)
        return PlannedRange(offset..<endOfReadOn, .readOn)
    }
}
