import CFFmpeg
import RangeReader

/// An opened container and the one stream of it that counts.
struct Demuxer: ~Copyable {
    private let context: FormatContext
    let container: Container
    /// The video stream that a player would show. Packets of all others are thrown away.
    let stream: VideoStream
    /// What the stream's timestamps in the object are above those of the packets here, in units of its time base.
    let timestampOffset: Int64

    /// Parses the container's header, and as many packets as are needed to know the codecs' parameters.
    ///
    /// - Throws: ``ThumbnailError``: the reader's own failure first of all.
    init(reader: RangeReader) throws(ThumbnailError) {
        let context = try Self.open(reader)
        let container = Container(named: context.name)
        if container.header == .packets { try Self.findVideo(context, reader: reader) }
        if Self.needsStreamInfo(context.videos, container) {
            do { try context.findStreamInfo() } catch { throw Self.openingFailed(error, reader: reader) }
        }
        let videos = context.videos
        guard let stream = Self.main(of: videos) else {
            throw ThumbnailError(.noVideoStream, "there is no video in this \(container.name) file")
        }
        for other in context.streams where other.index != stream.index {
            unsafe other.pointer.pointee.discard = AVDISCARD_ALL
        }
        self.context = context
        self.container = container
        self.stream = stream
        timestampOffset = 0
    }

    /// The first of those that are best: with a size and a decoder, not empty, and on by default.
    ///
    /// Tracks beside the video (previews, alpha, depth) come after it, or are off in their headers.
    private static func main(of videos: [VideoStream]) -> VideoStream? {
        func rank(_ stream: VideoStream) -> [Bool] {
            [unsafe stream.parameters.pointee.width > 0, !stream.isEmpty, stream.hasDecoder, stream.isDefault]
        }
        let best = videos.map(rank).max { $0.lexicographicallyPrecedes($1) { !$0 && $1 } }
        return videos.first { rank($0) == best }
    }

    /// Opens a movie that was made from sample tables.
    ///
    /// - Returns: Nil if libavformat does not find there what it would find in the original.
    /// - Throws: ``ThumbnailError`` only when the reader failed.
    init?(_ movie: ReducedMovie) throws(ThumbnailError) {
        let context: FormatContext
        do { context = try FormatContext(reader: movie.file) } catch { return nil }
        if let cause = context.bridge.error { throw ThumbnailError(cause) }
        guard let stream = context.videos.first, stream.hasCompleteParameters else { return nil }
        container = Container(named: context.name)
        timestampOffset = movie.timestampOffset
        self.context = context
        self.stream = stream
    }

    private static func open(_ reader: RangeReader) throws(ThumbnailError) -> FormatContext {
        do { return try FormatContext(reader: reader) } catch { throw openingFailed(error, reader: reader) }
    }

    /// Reading packets is needed only if the header left out what must be known.
    private static func needsStreamInfo(_ videos: [VideoStream], _ container: Container) -> Bool {
        switch container.header {
        case .parameters: videos.contains { $0.hasCodec && !$0.hasCompleteParameters }
        case .names, .packets: !videos.contains { $0.hasCodec }
        case .nothing: true
        }
    }

    /// Reads packets of the object's head, which is here already, until one is of a video.
    private static func findVideo(_ context: borrowing FormatContext, reader: RangeReader) throws(ThumbnailError) {
        let packet = try Packet()
        let start = unsafe avio_tell(context.pointer.pointee.pb)
        context.bridge.end = PrefetchWindows().smallestTail
        while !context.videos.contains(where: { $0.hasCodec }),
            unsafe av_read_frame(context.pointer, packet.pointer) >= 0
        {
            packet.clear()
        }
        context.bridge.end = nil
        if let cause = context.bridge.error { throw ThumbnailError(cause) }
        unsafe av_seek_frame(context.pointer, -1, start, AVSEEK_FLAG_BYTE)
    }

    private static func openingFailed(_ error: AVError, reader: RangeReader) -> ThumbnailError {
        if let cause = reader.failure { return ThumbnailError(cause) }
        let boxes = reader.topLevelBoxes
        if let size = try? reader.objectSize(), boxes.isCut(objectSize: size) {
            return ThumbnailError(.truncated, "the object ends before its index: it was cut at \(size) bytes")
        }
        let types = Set(boxes.boxes.map(\.type))
        if !types.contains("moov") {
            if types.contains("moof") {
                return ThumbnailError(.corrupt, "the object is a fragment of an MP4 without its initialization")
            }
            if types.contains("meta") { return ThumbnailError(.notVideo, "the object is a still picture (HEIF)") }
        }
        if !types.isEmpty {
            return ThumbnailError(.corrupt, "the container is damaged (\(error.message))")
        }
        return ThumbnailError(.notVideo, "the object is no video file (\(error.message))")
    }

    // MARK: The stream

    /// Seconds from the first to the last frame as the container says; nil when it does not tell.
    var declaredDuration: Double? {
        unsafe context.pointer.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE ? nil : duration
    }

    /// Seconds from the first to the last frame, if need be reckoned from the bit rate; nil when nobody knows.
    var duration: Double? {
        if let duration = stream.duration { return Double(duration) * stream.timeBase }
        let duration = unsafe context.pointer.pointee.duration
        return duration > 0 ? Double(duration) / Double(AV_TIME_BASE) : nil
    }

    /// Width to height of one pixel of a frame: as the container says, or else the video; square if nobody says so, or
    /// nothing that can be meant.
    func sampleAspectRatio(of frame: borrowing Frame) -> Ratio {
        let said = unsafe av_guess_sample_aspect_ratio(context.pointer, stream.pointer, frame.pointer)
        let ratio = Ratio(numerator: Int(said.num), denominator: Int(said.den))
        return stream.displayed(ratio.isPlausible ? ratio : .square, of: frame)
    }

    // MARK: Moving and reading

    /// Stands before the last keyframe at or before `timestamp`, in units of the stream's time base.
    ///
    /// - Returns: Whether the demuxer could go there.
    func seek(to timestamp: Int64) -> Bool {
        unsafe av_seek_frame(context.pointer, CInt(stream.index), timestamp, AVSEEK_FLAG_BACKWARD) >= 0
    }

    /// Stands at a position in the object, in bytes; the next packet is the first that begins after it.
    ///
    /// - Returns: Whether the demuxer could go there.
    func seek(toByte offset: Int64) -> Bool {
        // After a step back, timestamps are smaller than those seen before, which has nothing to do with an overflow.
        unsafe context.pointer.pointee.correct_ts_overflow = 0
        return unsafe av_seek_frame(context.pointer, -1, offset, AVSEEK_FLAG_BYTE) >= 0
    }

    /// Stands at an entry point of the container, in bytes.
    ///
    /// - Returns: Whether the demuxer could go there.
    func seek(toEntryAt position: Int64) -> Bool {
        guard ["matroska,webm", "ogg"].contains(container.name) else { return seek(toByte: position) }
        // These demuxers forget what they were in the middle of only when they go to a time. So their index gets the place
        // under a time of its own, far before all others, and a second time, since they search on from the last entry.
        let time = Self.largestAnchor - Self.anchorRange + 2 * position
        guard position < Self.anchorRange / 2, stream.addIndexEntry(at: position, timestamp: time),
            stream.addIndexEntry(at: position, timestamp: time + 1)
        else { return false }
        unsafe context.pointer.pointee.correct_ts_overflow = 0
        return unsafe av_seek_frame(
            context.pointer, CInt(stream.index), time, AVSEEK_FLAG_ANY | AVSEEK_FLAG_BACKWARD) >= 0
    }

    /// Timestamps up to this are none of the stream but stand for positions, or were counted on from there.
    private static let largestAnchor: Int64 = -1 << 48
    private static let anchorRange: Int64 = 1 << 50

    /// When a packet is shown, or else decoded, in units of the stream's time base; nil when nobody knows.
    func timestamp(of packet: borrowing Packet) -> Int64? {
        let timestamp = packet.timestamp ?? packet.decodingTimestamp
        return timestamp.flatMap { $0 > Self.largestAnchor ? $0 : nil }
    }

    /// Where the demuxer reads, in bytes.
    var position: Int64 { unsafe avio_tell(context.bridge.context) }

    /// Makes the object end at `end` for the demuxer; nil for where it ends.
    func bound(to end: Int64?) { context.bridge.end = end }

    /// Whether the packets read since ``bound(to:)`` may be cut.
    var isCut: Bool { context.bridge.reachedEnd }

    /// Stands at the stream's beginning again, as far as the demuxer can.
    func rewind() {
        // Without an index, libavformat searches for a timestamp, and may end up after the first keyframe.
        if container.seeking == .bytes || !seek(to: stream.startTimestamp) { _ = seek(toByte: 0) }
    }

    /// Fills `packet` with the stream's next one.
    ///
    /// - Returns: Whether there was one.
    func read(into packet: borrowing Packet) throws(ThumbnailError) -> Bool {
        while true {
            packet.clear()
            let result = unsafe av_read_frame(context.pointer, packet.pointer)
            if let cause = context.bridge.error { throw ThumbnailError(cause) }
            if result < 0 { return false }
            guard packet.streamIndex == stream.index else { continue }
            if stream.hasSignalBytes { packet.takeSignalByte() }
            return true
        }
    }
}
