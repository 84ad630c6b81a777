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
    var timings = StageTimings()
    /// Where the first packets are, in bytes, if the keyframe was looked for by position.
    var beginning: Int64?
    private var sawEncryption = false
    private var sawDamage = false

    init(reader: RangeReader, wanted: WantedTime) {
        self.reader = reader
        self.wanted = wanted
    }

    var objectSize: Int64 {
        get throws(ThumbnailError) {
            do { return try reader.objectSize() } catch { throw ThumbnailError(error) }
        }
    }

    /// The keyframe at or before the wanted time, or the nearest that there is; in streams that mark no keyframes, the
    /// first frame that the decoder gives.
    ///
    /// In containers without an index it is found by position in the object, with few reads (``PositionSearch``).
    mutating func run(_ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder) throws(ThumbnailError) -> Frame {
        let frame = try Frame()
        let packet = try Packet()
        // Where packets were looked at, the palette is in the first of them and never comes again. The decoder keeps it.
        if demuxer.stream.hasPalette, try read(packet, demuxer) {
            _ = try decode(packet, into: frame, decoder, alone: true)
            demuxer.rewind()
        }
        let start = ContinuousClock.now
        let way = try self.way(packet, demuxer)
        timings.seek = .now - start

        if way == .position, try decodeByPosition(into: frame, demuxer, decoder) { return frame }
        if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        if way != .start {
            rewind(demuxer)
            if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        }
        rewind(demuxer)
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

    /// The first of a ``ReducedMovie``'s keyframes that can be decoded; nil if none can.
    mutating func runReduced(
        _ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Frame? {
        let frame = try Frame()
        if try decodeKeyframe(try Packet(), into: frame, demuxer, decoder) { return frame }
        return nil
    }

    // MARK: Where to start

    /// How the wanted keyframe is reached.
    private enum Way {
        /// By reading on from the stream's beginning, where the demuxer stands.
        case start
        /// By reading on from where the demuxer stands.
        case readOn
        /// Its position has to be found.
        case position
    }

    /// Stands before the wanted keyframe, or where the way on leads to it, if that can be without looking for it.
    private func way(_ packet: borrowing Packet, _ demuxer: borrowing Demuxer) throws(ThumbnailError) -> Way {
        let size = try objectSize
        if wanted == .seconds(0) || wanted == .fraction(0), demuxer.container.seeking != .time { return .start }
        switch demuxer.container.seeking {
        case .time: break
        case .bytes: return size > Self.scannedSize ? .position : try scan(packet, demuxer) ? .start : .readOn
        case .timeOrBytes: if try !loadIndex(demuxer, objectSize: size) { return .position }
        }

        let duration = demuxer.duration
        let seconds = wanted.seconds(in: duration)
        let timestamp = demuxer.stream.timestamp(after: seconds)
        let keyframe = try expectKeyframe(at: timestamp, demuxer, objectSize: size)
        let isAtStart = seconds <= 0 || !demuxer.seek(to: keyframe?.seekTimestamp ?? timestamp)
        return isAtStart ? .start : .readOn
    }

    private func rewind(_ demuxer: borrowing Demuxer) {
        if let beginning { _ = demuxer.seek(toEntryAt: beginning) } else { demuxer.rewind() }
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
        do { try reader.expect([keyframe.range]) } catch { throw ThumbnailError(error) }
        return keyframe
    }

    /// Makes the demuxer read the index that its container has; where it has none, libavformat would read everything.
    ///
    /// - Returns: Whether there is one.
    private func loadIndex(_ demuxer: borrowing Demuxer, objectSize: Int64) throws(ThumbnailError) -> Bool {
        let isIndexed = demuxer.stream.isIndexed(beyond: objectSize / 2)
        if !isIndexed, demuxer.container.name == "matroska,webm" {
            let windows = PrefetchWindows()
            do {
                let head = try reader.bytes(in: 0..<windows.smallestTail)
                guard let cues = Matroska.cues(inHead: head), cues < objectSize else { return false }
                // What follows them is little: attachments and tags.
                if objectSize - cues <= windows.indexAtEnd { try reader.expect([cues..<objectSize], as: .index) }
            } catch { throw ThumbnailError(error) }
            guard demuxer.seek(to: demuxer.stream.startTimestamp), demuxer.stream.isIndexed(beyond: 0)
            else { return false }
        } else if !isIndexed {
            return false
        }
        demuxer.stream.endIndex()
        return true
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

    mutating func read(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Bool {
        let start = ContinuousClock.now
        defer { timings.read += .now - start }
        return try demuxer.read(into: packet)
    }

    mutating func decode(
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
