import CFFmpeg
import RangeReader

/// Which of the keyframes near the wanted one is shown, where that one shows nothing.
extension FrameSearch {
    /// Keyframes in order of time, and which of them is the wanted one.
    typealias Keyframes = (keyframes: [VideoStream.Keyframe], wanted: Int)

    /// How far a stream without an index is read on for a better keyframe, in bytes.
    private static let lookedOn: Int64 = 8 << 20

    /// Of the container's index; nil without one.
    func keyframes(_ demuxer: borrowing Demuxer) throws(ThumbnailError) -> Keyframes? {
        let timestamp = demuxer.stream.timestamp(after: wanted.seconds(in: demuxer.duration))
        guard
            let found = demuxer.stream.keyframes(
                around: timestamp, before: FrameChoice.before, after: FrameChoice.after, objectSize: try objectSize)
        else { return nil }
        return found.keyframes.count > 1 ? found : nil
    }

    /// Decodes the wanted keyframe, and others near it until one shows something.
    ///
    /// - Parameter movie: What the demuxer reads, if that is not the object itself.
    /// - Returns: Whether any could be decoded. The best is in `frame` then.
    mutating func decodeBest(
        of found: Keyframes, movie: ReducedMovie? = nil, _ packet: borrowing Packet, into frame: borrowing Frame,
        _ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        let isExact = demuxer.container.indexesExactly
        let sizes = found.keyframes.map { $0.range.upperBound - $0.range.lowerBound }
        var choice = FrameChoice(sizes: isExact ? sizes : sizes.map { _ in 0 }, wanted: found.wanted)
        let candidate = try Frame()
        var hasFrame = false
        while let number = choice.next() {
            let keyframe = found.keyframes[number]
            if isExact, let range = movie == nil ? keyframe.range : movie?.range(of: keyframe.range) {
                do { try reader.expect([range]) } catch { throw ThumbnailError(error) }
            }
            guard demuxer.seek(to: keyframe.seekTimestamp), try readKeyframe(packet, demuxer),
                try decode(packet, into: candidate, decoder, alone: true)
            else { continue }
            if choice.add(FrameQuality(luma: candidate.samples().luma)) {
                frame.take(from: candidate)
                hasFrame = true
            }
        }
        return hasFrame
    }

    /// Reads on from a dull picture for a better one, where there is no index.
    mutating func lookOn(
        _ packet: borrowing Packet, _ frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) {
        guard selection == .smart else { return }
        var choice = FrameChoice(sizes: [Int64](repeating: 0, count: FrameChoice.attempts), wanted: 0)
        _ = choice.next()
        _ = choice.add(FrameQuality(luma: frame.samples().luma))
        let candidate = try Frame()
        let start = demuxer.position
        while choice.next() != nil {
            repeat {
                guard demuxer.position - start < Self.lookedOn, try read(packet, demuxer) else { return }
            } while !packet.isKeyframe
            if try decode(packet, into: candidate, decoder, alone: true),
                choice.add(FrameQuality(luma: candidate.samples().luma))
            {
                frame.take(from: candidate)
            }
        }
    }

    private mutating func readKeyframe(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Bool {
        repeat {
            guard try read(packet, demuxer) else { return false }
        } while !packet.isKeyframe
        return true
    }

    /// Whether there is one frame in all.
    mutating func isStill(_ packet: borrowing Packet, _ demuxer: borrowing Demuxer) throws(ThumbnailError) -> Bool {
        defer { demuxer.rewind() }
        for _ in 0..<2 where try !read(packet, demuxer) { return true }
        return false
    }
}
