/// Decides which ranges to ask for next, and which of those on their way are of no use any more.
///
/// A pure value: it makes no requests and looks at bytes only through ``TopLevelBoxes``. What is already cached or on its
/// way is cut out of its answers by the caller.
package struct PrefetchPlan: Sendable {
    /// The first round, before a single byte is known.
    package struct FirstRound: Sendable {
        /// The object's beginning; may end after the object does.
        package var head: Range<Int64>
        /// So many bytes of the object's end, at the same time; nil when the head is all of it.
        package var tail: Int64?
    }

    package let windows: PrefetchWindows
    private var nextReadOn: Int64
    private var endOfReadOn: Int64 = -1

    package init(windows: PrefetchWindows = PrefetchWindows()) {
        self.windows = windows
        nextReadOn = windows.firstReadOn
    }

    /// - Parameter expectedSize: The object's size if somebody said it; it may be wrong.
    package func first(expectedSize: Int64?) -> FirstRound {
        guard let size = expectedSize, size > 0 else {
            return FirstRound(head: 0..<windows.head, tail: windows.tailOfUnknown > 0 ? windows.tailOfUnknown : nil)
        }
        guard size > windows.wholeObject else { return FirstRound(head: 0..<size, tail: nil) }
        let tail = min(max(size / windows.shareOfTail, windows.smallestTail), windows.largestTail)
        return FirstRound(head: 0..<min(windows.head, size - tail), tail: tail)
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

    /// Divides a long range into parts of about the same length, to be asked for side by side.
    package func parts(of range: Range<Int64>) -> [Range<Int64>] {
        let count = min((Int64(range.count) - 1) / windows.part + 1, windows.mostParts)
        guard count > 1 else { return [range] }
        let length = (Int64(range.count) - 1) / count + 1
        return stride(from: range.lowerBound, to: range.upperBound, by: Int(length)).map {
            $0..<min($0 + length, range.upperBound)
        }
    }

    // MARK: What is of no use any more

    /// Where the head stops being of use, once its first bytes tell what follows.
    ///
    /// In an ISO file whose media data comes first that is the media data's header. Fragmented files begin with
    /// fragments' indexes, and other kinds of file with what only their demuxers know: of them all is of use.
    package func usefulEnd(ofHead head: Range<Int64>, boxes: TopLevelBoxes) -> Int64 {
        guard let first = boxes.boxes.first(where: { $0.type == "mdat" || $0.type == "moof" }), first.type == "mdat"
        else {
            return head.upperBound
        }
        return min(head.upperBound, first.range.lowerBound + windows.boxHeader)
    }

    /// Whether the tail may hold an index, as far as the head tells.
    package func needsTail(boxes: TopLevelBoxes) -> Bool {
        let types = boxes.boxes.map(\.type)
        guard let index = types.firstIndex(of: "moov"), !types[..<index].contains("mdat") else { return true }
        // A fragmented file's moov is small, and its index of fragments may lie in the tail.
        let media = types[index...].first { ["mdat", "moof", "sidx"].contains($0) }
        return boxes.boxes[index].range.count < windows.shortIndex && media != "mdat"
    }
}
