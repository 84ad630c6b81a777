import CFFmpeg
import RangeReader

/// Finds the frame that a thumbnail shall show, and decodes it and nothing else where that is possible.
struct FrameSearch {
    /// How many keyframes are tried when some cannot be decoded.
    private static let attempts = 4
    /// Objects up to this size are in memory anyway, so every packet may be looked at.
    private static let scannedSize: Int64 = 1 << 20
    /// How many packets a stream without marked keyframes may need until the first frame.
    private static let packetsWithoutKeyframe = 300

    let reader: RangeReader
    let wanted: WantedTime
    private(set) var timings = StageTimings()
    /// Where the demuxer was sent to, in bytes of the object; nil when that was no position but a time, or the beginning.
    private var byteOffset: Int64?
    private var sawEncryption = false
    private var sawDamage = false

    init(reader: RangeReader, wanted: WantedTime) {
        self.reader = reader
        self.wanted = wanted
    }

    /// Whether the duration has to be known even if the container's header does not tell.
    var needsDuration: Bool {
        get throws(ThumbnailError) {
            guard case .seconds(let seconds) = wanted, seconds > 0 else { return false }
            return try objectSize > Self.scannedSize
        }
    }

    private var objectSize: Int64 {
        get throws(ThumbnailError) {
            do { return try reader.objectSize() } catch { throw ThumbnailError(error) }
        }
    }

    /// The keyframe at or before the wanted time, or the nearest that there is; in streams that mark no keyframes, the
    /// first frame that the decoder gives.
    ///
    /// In containers without an index (``Container/Seeking/bytes``) it is the first keyframe from ``scannedSize`` before
    /// the position in the object on that corresponds to the wanted time; exactly chosen only in objects up to that size.
    mutating func run(_ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder) throws(ThumbnailError) -> Frame {
        let frame = try Frame()
        let packet = try Packet()
        // Where packets were looked at, the palette is in the first of them and never comes again. The decoder keeps it.
        if demuxer.stream.hasPalette, try read(packet, demuxer) {
            _ = try decode(packet, into: frame, decoder, alone: true)
            demuxer.rewind()
        }
        let start = ContinuousClock.now
        let isAtStart = try position(packet, demuxer)
        timings.seek = .now - start

        if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        var back = Self.scannedSize
        while var offset = byteOffset {
            back *= 2
            offset -= back
            byteOffset = offset > 0 && demuxer.seek(toByte: offset) ? offset : nil
            if byteOffset != nil, try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        }
        if !isAtStart {
            demuxer.rewind()
            if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        }
        demuxer.rewind()
        if try decodeAnyFrame(packet, into: frame, demuxer, decoder) { return frame }

        if sawEncryption { throw ThumbnailError(.encrypted, "the \(demuxer.stream.codecName) video is encrypted") }
        let boxes = reader.topLevelBoxes
        if let size = try? reader.objectSize(), boxes.isCut(objectSize: size) {
            throw ThumbnailError(.truncated, "the object ends before its first keyframe: it was cut at \(size) bytes")
        }
        if sawDamage {
            throw ThumbnailError(.corrupt, "the \(demuxer.stream.codecName) video is damaged wherever it was tried")
        }
        throw ThumbnailError(.noFrame, "the \(demuxer.stream.codecName) video has no frame that can be decoded")
    }

    // MARK: Where to start

    /// Stands before the wanted keyframe, or where the way on leads to it.
    ///
    /// - Returns: Whether that is the stream's beginning.
    private mutating func position(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Bool {
        let size = try objectSize
        let duration = demuxer.duration
        if demuxer.container.seeking == .bytes {
            guard size > Self.scannedSize else { return try scan(packet, demuxer) }
            let fraction: Double =
                switch wanted {
                case .fraction(let fraction): fraction
                case .seconds(let seconds): duration.map { min(seconds / $0, 1) } ?? 0
                }
            // Back by a window, so that the end of a video still has a keyframe after the position.
            let offset = Int64(Double(size) * fraction) - Self.scannedSize
            byteOffset = offset > 0 && demuxer.seek(toByte: offset) ? offset : nil
            return byteOffset == nil
        }

        let seconds: Double =
            switch wanted {
            case .fraction(let fraction): (duration ?? 0) * fraction
            case .seconds(let seconds): min(seconds, duration ?? seconds)
            }
        let timestamp = demuxer.stream.timestamp(after: seconds)
        let keyframe = try expectKeyframe(at: timestamp, demuxer, objectSize: size)
        return seconds <= 0 || !demuxer.seek(to: keyframe?.seekTimestamp ?? timestamp)
    }

    /// Looks at all packets, and stands before the wanted keyframe.
    ///
    /// - Returns: Whether that is the stream's beginning.
    private func scan(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Bool {
        var scan = PacketScan()
        while try demuxer.read(into: packet) {
            scan.add(timestamp: packet.timestamp, isKeyframe: packet.isKeyframe)
        }
        demuxer.rewind()
        guard let number = scan.keyframe(at: wanted, timeBase: demuxer.stream.timeBase) else { return true }
        for _ in 0..<number where try !demuxer.read(into: packet) { return false }
        return number == 0
    }

    /// Asks for the wanted keyframe's packet, and for nothing else, where the index tells where it is.
    private func expectKeyframe(
        at timestamp: Int64, _ demuxer: borrowing Demuxer, objectSize: Int64
    ) throws(ThumbnailError) -> VideoStream.Keyframe? {
        guard demuxer.container.indexesExactly,
            let keyframe = demuxer.stream.keyframe(at: timestamp, objectSize: objectSize)
        else { return nil }
        do { try reader.expect(keyframe.range) } catch { throw ThumbnailError(error) }
        return keyframe
    }

    // MARK: Decoding

    /// Reads on to a keyframe that can be decoded by itself.
    private mutating func decodeKeyframe(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        var tries = 0
        while tries < Self.attempts, try read(packet, demuxer) {
            guard packet.isKeyframe else { continue }
            tries += 1
            if try decode(packet, into: frame, decoder, alone: true) { return true }
        }
        return false
    }

    /// Decodes from the stream's beginning until a frame comes out.
    private mutating func decodeAnyFrame(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        decoder.decodeAllFrames()
        var count = 0
        while count < Self.packetsWithoutKeyframe, try read(packet, demuxer) {
            count += 1
            if try decode(packet, into: frame, decoder, alone: false) { return true }
        }
        return decoder.drain(into: frame) && accept(frame)
    }

    private mutating func read(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Bool {
        let start = ContinuousClock.now
        defer { timings.read += .now - start }
        return try demuxer.read(into: packet)
    }

    private mutating func decode(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ decoder: borrowing Decoder, alone: Bool
    ) throws(ThumbnailError) -> Bool {
        if packet.isEncrypted {
            sawEncryption = true
            return false
        }
        let start = ContinuousClock.now
        defer { timings.decode += .now - start }
        let hasFrame: Bool
        do throws(AVError) {
            hasFrame = alone ? try decoder.decodeAlone(packet, into: frame) : try decoder.decode(packet, into: frame)
        } catch {
            if error.code == CFFMPEG_ERROR_NO_MEMORY {
                throw ThumbnailError(.outOfMemory, error.message, isTransient: true)
            }
            sawDamage = true
            return false
        }
        return hasFrame && accept(frame)
    }

    /// A picture of which parts are missing is no success.
    private mutating func accept(_ frame: borrowing Frame) -> Bool {
        if frame.isDamaged { sawDamage = true }
        return !frame.isDamaged
    }
}
