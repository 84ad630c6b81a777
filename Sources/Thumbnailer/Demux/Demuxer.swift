import CFFmpeg
import RangeReader

/// An opened container and the one stream of it that counts.
struct Demuxer: ~Copyable {
    /// Bytes: enough for the first timestamp of each stream.
    private static let probedForDuration: Int64 = 128 << 10

    private let context: FormatContext
    let container: Container
    /// The first video stream that is no cover art. Packets of all others are thrown away.
    let stream: VideoStream

    /// Parses the container's header, and as many packets as are needed to know the codecs' parameters.
    ///
    /// - Parameter needsDuration: Whether ``duration`` shall be known where it costs reading the object's end.
    /// - Throws: ``ThumbnailError``: the reader's own failure first of all.
    init(reader: RangeReader, needsDuration: Bool) throws(ThumbnailError) {
        let context = try Self.open(reader)
        let container = Container(named: context.name)
        let probeSize = needsDuration && container.header == .names ? Self.probedForDuration : nil
        if probeSize != nil || Self.needsStreamInfo(context.videos, container) {
            do { try context.findStreamInfo(probeSize: probeSize) } catch {
                throw Self.openingFailed(error, reader: reader)
            }
        }
        let videos = context.videos
        guard let stream = videos.first(where: { unsafe $0.parameters.pointee.width > 0 }) ?? videos.first else {
            throw ThumbnailError(.noVideoStream, "there is no video in this \(container.name) file")
        }
        for other in context.streams where other.index != stream.index {
            unsafe other.pointer.pointee.discard = AVDISCARD_ALL
        }
        self.context = context
        self.container = container
        self.stream = stream
    }

    private static func open(_ reader: RangeReader) throws(ThumbnailError) -> FormatContext {
        do { return try FormatContext(reader: reader) } catch { throw openingFailed(error, reader: reader) }
    }

    /// Reading packets is needed only if the header left out what must be known.
    private static func needsStreamInfo(_ videos: [VideoStream], _ container: Container) -> Bool {
        switch container.header {
        case .parameters: videos.contains { $0.hasCodec && !$0.hasCompleteParameters }
        case .names: !videos.contains { $0.hasCodec }
        case .nothing: true
        }
    }

    private static func openingFailed(_ error: AVError, reader: RangeReader) -> ThumbnailError {
        if let cause = reader.failure { return ThumbnailError(cause) }
        if error.code == CFFMPEG_ERROR_NO_MEMORY {
            return ThumbnailError(.outOfMemory, error.message, isTransient: true)
        }
        let boxes = reader.topLevelBoxes
        if let size = try? reader.objectSize(), boxes.isCut(objectSize: size) {
            return ThumbnailError(.truncated, "the object ends before its index: it was cut at \(size) bytes")
        }
        if !boxes.boxes.isEmpty {
            return ThumbnailError(.corrupt, "the container is damaged (\(error.message))")
        }
        return ThumbnailError(.notVideo, "the object is no video file (\(error.message))")
    }

    // MARK: The stream

    /// Seconds from the first to the last frame; nil when the container does not tell.
    var duration: Double? {
        if let duration = stream.duration { return Double(duration) * stream.timeBase }
        let duration = unsafe context.pointer.pointee.duration
        return duration > 0 ? Double(duration) / Double(AV_TIME_BASE) : nil
    }

    /// Width to height of one pixel of a frame.
    func sampleAspectRatio(of frame: borrowing Frame) -> Ratio {
        let ratio = unsafe av_guess_sample_aspect_ratio(context.pointer, stream.pointer, frame.pointer)
        guard ratio.num > 0, ratio.den > 0 else { return .square }
        return Ratio(numerator: Int(ratio.num), denominator: Int(ratio.den))
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
            if packet.streamIndex == stream.index { return true }
        }
    }
}
