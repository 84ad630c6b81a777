/// Which lines of an interlaced frame make the picture, so that things that moved between its two fields show no comb.
enum LineChoice: Equatable, Sendable {
    case all
    /// One field alone: at least as many lines as the thumbnail has.
    case field(isTop: Bool)
    /// All lines, each mixed with its neighbours by [1 2 1]/4: takes away what alternates from line to line, which is the
    /// comb, and leaves more detail than a field that would have to be enlarged.
    case blended

    /// - Parameters:
    ///   - lines: Of the frame that are scaled to `height` lines.
    init(isInterlaced: Bool, isTopFieldFirst: Bool, lines: Double, height: Int) {
        if !isInterlaced {
            self = .all
        } else if lines / 2 >= Double(height) {
            self = .field(isTop: isTopFieldFirst)
        } else {
            self = .blended
        }
    }

    /// From a place in the lines of a plane to the same place in the chosen ones. A line of a field stands for the two
    /// frame lines around its own middle; this holds for chroma, too, whose lines in either field lie where those of a
    /// progressive frame do (ITU-T H.262 §6.1.1.8).
    func line(_ y: Double) -> Double {
        switch self {
        case .all, .blended: y
        case .field(isTop: true): (y + 0.5) / 2
        case .field(isTop: false): (y - 0.5) / 2
        }
    }

    /// The length of `lines` frame lines in chosen ones.
    func length(_ lines: Double) -> Double {
        if case .field = self { lines / 2 } else { lines }
    }
}
