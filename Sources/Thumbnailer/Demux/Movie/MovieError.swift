import RangeReader

/// Why a movie's sample tables were not enough to find a keyframe.
enum MovieError: Error {
    /// The whole index has to be read, which libavformat does.
    case unusual(UnusualMovie)
    /// The bytes could not be read.
    case source(SourceError)
}

/// What is not read from the sample tables alone, but left to libavformat.
enum UnusualMovie: String, Error, Sendable {
    /// No ISO base media file.
    case notMovie
    /// There is no movie box, or its end is missing.
    case noMovie
    /// Samples are described in fragments, or a still picture comes beside the movie.
    case fragmented
    /// The movie box is compressed.
    case compressed
    /// Boxes are missing, twice there, larger than their parents, or in an order that nobody writes.
    case boxes
    /// There is no video track, or a track before it that may count as one, or it shows chapters of another track.
    case tracks
    /// The codec is none of those that are known to be decoded from one sample alone.
    case codec
    /// There are several sample descriptions, or one without a decoder's configuration.
    case description
    case encrypted
    /// Samples are in another file.
    case externalData
    /// More than one edit, or one that begins within the track's media or ends before the keyframe.
    case edits
    /// Sample groups or tables that mark more random access points than the sync samples do.
    case syncSamples
    /// Tables contradict each other, or are of a kind that nobody writes for video.
    case tables
    /// A table is so large that reading the whole index costs no more.
    case tableSize
    /// The keyframe is outside the object.
    case outside
    /// libavformat does not open the reduced movie, or no keyframe of it can be decoded.
    case noFrame
}
