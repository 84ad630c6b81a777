/// How the frame is chosen.
package enum FrameSelection: String, Sendable, Equatable, CaseIterable {
    /// The keyframe at or before the wanted time.
    case keyframe
    /// The same, or one near it if that one is black, white, of one colour or faded.
    case smart
}
