/// How a track lies on the movie's timeline: the edit list (ISO/IEC 14496-12 §8.6.6), as far as it only shifts the media
/// and cuts its end.
struct EditList: Equatable {
    /// How long nothing is shown before the media, in units of the movie's timescale.
    var emptyDuration: Int64 = 0
    /// How long the media is shown, in units of the movie's timescale.
    var duration: Int64
    /// What of the media is shown first, in units of the media's timescale.
    var mediaTime: Int64
}

extension EditList {
    /// - Parameter content: Of the `elst` box, from its version on.
    /// - Returns: Nil without entries.
    /// - Throws: ``UnusualMovie/edits`` for anything but an optional empty edit and one edit at the media's own rate.
    init?(_ content: BigEndianBytes) throws(MovieError) {
        guard let version = content.uint8(at: 0), version <= 1, let count = content.uint32(at: 4) else {
            throw .unusual(.boxes)
        }
        var entries: [(duration: Int64, mediaTime: Int64)] = []
        guard count <= 2 else { throw .unusual(.edits) }
        for number in 0..<Int(count) {
            let start = 8 + number * (version == 0 ? 12 : 20)
            let duration = version == 0 ? content.uint32(at: start).map(UInt64.init) : content.uint64(at: start)
            let time =
                version == 0
                ? content.uint32(at: start + 4).map { Int64(Int32(bitPattern: $0)) }
                : content.uint64(at: start + 8).map { Int64(bitPattern: $0) }
            guard let duration, let time, let rate = content.uint32(at: start + (version == 0 ? 8 : 16)) else {
                throw .unusual(.boxes)
            }
            guard duration > 0, duration <= 1 << 48, abs(time) <= 1 << 48, rate == 1 << 16 else {
                throw .unusual(.edits)
            }
            entries.append((Int64(duration), time))
        }
        guard let media = entries.last else { return nil }
        if entries.count == 2 {
            guard entries[0].mediaTime == -1 else { throw .unusual(.edits) }
            emptyDuration = entries[0].duration
        }
        guard media.mediaTime >= 0 else { throw .unusual(.edits) }
        (duration, mediaTime) = (media.duration, media.mediaTime)
    }
}
