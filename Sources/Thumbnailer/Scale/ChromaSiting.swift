import CFFmpeg

/// Where the chroma samples of a picture with fewer of them lie among its luma samples (ITU-T H.273 §8.7).
struct ChromaSiting: Equatable, Sendable {
    /// A place within the luma samples that share a chroma sample.
    enum Position: Sendable { case first, middle, last }

    var horizontal: Position
    var vertical: Position

    /// What the frame says, except that left is taken as the middle, as in FFmpeg's scaler and where browsers let a GPU
    /// sample the planes.
    ///
    /// Decoders say left of every stream that says nothing, and encoders are fed by scalers that mean the middle. Taking it
    /// literally moves colour by half a pixel of the video: nothing at 1080p, but 1.5 to 3 dB away from FFmpeg's picture
    /// where a small video is shown as large as it is.
    init(of frame: borrowing Frame) {
        self =
            switch unsafe frame.pointer!.pointee.chroma_location {
            case AVCHROMA_LOC_TOPLEFT: .topLeft
            case AVCHROMA_LOC_TOP: ChromaSiting(.middle, .first)
            case AVCHROMA_LOC_BOTTOMLEFT: ChromaSiting(.first, .last)
            case AVCHROMA_LOC_BOTTOM: ChromaSiting(.middle, .last)
            default: .centre
            }
    }

    static let centre = ChromaSiting(.middle, .middle)
    static let left = ChromaSiting(.first, .middle)
    static let topLeft = ChromaSiting(.first, .first)

    init(_ horizontal: Position, _ vertical: Position) {
        self.horizontal = horizontal
        self.vertical = vertical
    }
}

extension ChromaSiting.Position {
    /// From a place in luma samples to the same place in chroma samples, of which each covers one unit around itself.
    func chroma(_ luma: Double, samplesShared: Int) -> Double {
        let shared = Double(samplesShared)
        let shift = (1 - 1 / shared) / 2
        return switch self {
        case .first: luma / shared + shift
        case .middle: luma / shared
        case .last: luma / shared - shift
        }
    }
}
