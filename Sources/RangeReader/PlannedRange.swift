/// A range worth one request, and why.
package struct PlannedRange: Sendable, Equatable {
    package enum Reason: String, Sendable {
        /// The object's beginning, asked for at once: most containers say there what they are and where their index is.
        case head
        /// The object's end, asked for at once beside the head: many containers keep their index there.
        case tail
        /// The rest of an index whose place is known, or a part of it.
        case index
        /// What the demuxer knows that it will read next: the chosen keyframe.
        case keyframe
        /// Nobody knows what is there; reading goes on.
        case readOn
    }

    /// Offsets in bytes.
    package var range: Range<Int64>
    package var reason: Reason

    package init(_ range: Range<Int64>, _ reason: Reason) {
        self.range = range
        self.reason = reason
    }
}
