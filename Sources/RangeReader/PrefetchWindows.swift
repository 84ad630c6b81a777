/// How much ``PrefetchPlan`` asks for at a time, in bytes.
///
/// Where the first byte takes 25 ms and a connection brings 90 MB/s, as from S3 in the same region, a round trip costs as
/// much as 2 MB: a window that saves one may be large, as long as it is given up when it turns out to be of no use.
package struct PrefetchWindows: Sendable, Equatable {
    /// Objects up to this size are taken whole, with one request.
    package var wholeObject: Int64 = 1 << 20
    /// Of the object's beginning. What of it is of use shows in its first bytes, and the rest is given up.
    package var head: Int64 = 1 << 20
    /// The tail is this part of the object …
    ///
    /// An index at the end shows last of all, so the window must fit. An index grows with the video's length and so, at a
    /// given bit rate, with its size: the sample of 10 minutes at 8.6 Mbit/s has one of 1/970 of its size, phones' clips
    /// at 16 Mbit/s and more have smaller ones.
    package var shareOfTail: Int64 = 768
    /// … within these bounds.
    package var smallestTail: Int64 = 128 << 10
    package var largestTail: Int64 = 1 << 20
    /// Of an object whose size nobody said; 0 for none.
    package var tailOfUnknown: Int64 = 768 << 10
    /// An index in front that is shorter may be that of a fragmented file, of which there is more in the tail.
    package var shortIndex: Int64 = 64 << 10
    /// Less than this is not worth giving up: the connection would be lost, and a new one costs as much.
    package var worthGivingUp: Int64 = 256 << 10
    /// An index at the object's end is asked for with all that follows it up to this size, and above it in two
    /// steps: its header, then the rest exactly.
    package var indexAtEnd: Int64 = 4 << 20
    /// What is asked for beyond an index: demuxers read on to the next boxes' headers.
    package var indexSlack: Int64 = 1 << 10
    /// Of a box whose content is of no use, its header is.
    package var boxHeader: Int64 = 16
    /// A longer index comes in parts of about this size, side by side …
    package var part: Int64 = 2 << 20
    /// … but in no more than these.
    package var mostParts: Int64 = 4
    /// The first window after a seek. It doubles while reading goes on …
    package var firstReadOn: Int64 = 256 << 10
    /// … up to this size.
    package var largestReadOn: Int64 = 4 << 20

    package init() {}
}
