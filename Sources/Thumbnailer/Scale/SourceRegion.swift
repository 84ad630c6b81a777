/// The part of a frame that is shown, in pixels of the frame from its top left corner.
struct SourceRegion: Equatable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}
