/// The part of a frame that is scaled, in pixels from the frame's top left corner; its edges may lie within pixels.
struct SourceRegion: Equatable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    static func whole(of frame: borrowing Frame) -> SourceRegion {
        SourceRegion(x: 0, y: 0, width: Double(frame.width), height: Double(frame.height))
    }
}
