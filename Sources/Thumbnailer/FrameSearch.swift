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
    /// How many packets it may take from a recovery point on until the picture is whole: encoders that refresh a picture
    /// part by part take a second or two, 60 frames of each.
    private static let packetsToRecover = 120

    let reader: RangeReader
    let wanted: WantedTime
    let selection: FrameSelection
    var timings = StageTimings()
    /// Where the first packets are, in bytes, if the keyframe was looked for by position.
    var beginning: Int64?
    private var sawEncryption = false
    private var sawDamage = false
    /// Frames are decoded from references that are not there.
    private var missesReferences = false
    /// Whether a keyframe that shows nothing by itself is followed by what completes its picture.
    private enum Recovery {
        case possible
        /// It was decoded once, and that is not done again and again.
        case tried
        /// A reduced movie does not hold it.
        case elsewhere
    }
    private var recovery = Recovery.possible

    init(reader: RangeReader, wanted: WantedTime, selection: FrameSelection = .keyframe) {
        self.reader = reader
        self.wanted = wanted
        self.selection = selection
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
        if demuxer.container.mayHoldStill, try isStill(packet, demuxer) {
            throw ThumbnailError(.notVideo, "the \(demuxer.container.name) file holds one picture and no video")
        }
        // Where packets were looked at, the palette is in the first of them and never comes again. The decoder keeps it.
        if demuxer.stream.hasPalette, try read(packet, demuxer) {
            _ = try decode(packet, into: frame, decoder, alone: true)
            demuxer.rewind()
        }
        let start = ContinuousClock.now
        let way = try self.way(packet, demuxer)
        timings.seek = .now - start

        if selection == .smart, way != .position, let keyframes = try keyframes(demuxer),
            try decodeBest(of: keyframes, packet, into: frame, demuxer, decoder)
        {
            return frame
        }
        if way == .position, try decodeByPosition(into: frame, demuxer, decoder) {
            try lookOn(packet, frame, demuxer, decoder)
            return frame
        }
        if try decodeKeyframe(packet, into: frame, demuxer, decoder) {
            try lookOn(packet, frame, demuxer, decoder)
            return frame
        }
        if way == .readOn, try readParameterSets(packet, demuxer, decoder) {
            _ = try self.way(packet, demuxer)
            if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
        }
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

    /// The wanted one of a ``ReducedMovie``'s keyframes, or one near it; nil if none can be decoded.
    mutating func run(
        _ movie: ReducedMovie, _ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Frame? {
        let frame = try Frame()
        let packet = try Packet()
        recovery = .elsewhere
        if selection == .smart,
            let keyframes = demuxer.stream.keyframes(
                around: movie.wantedTime, before: .max, after: .max, objectSize: movie.file.size()),
            try decodeBest(of: keyframes, movie: movie, packet, into: frame, demuxer, decoder)
        {
            return frame
        }
        if movie.wantedTime > 0, !demuxer.seek(to: movie.wantedTime) { return nil }
        if try decodeKeyframe(packet, into: frame, demuxer, decoder) { return frame }
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

    /// Gives the decoder what it may need of the stream's first packet.
    ///
    /// - Returns: Whether there was anything to give.
    mutating func readParameterSets(
        _ packet: borrowing Packet, _ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        guard demuxer.stream.mayLackParameterSets else { return false }
        rewind(demuxer)
        guard try read(packet, demuxer) else { return false }
        decoder.readParameterSets(of: packet)
        return true
    }

    /// Reads on to a keyframe that can be decoded by itself, or to a recovery point.
    mutating func decodeKeyframe(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        var tries = 0
        while tries < Self.attempts, try read(packet, demuxer) {
            guard packet.isKeyframe else { continue }
            tries += 1
            if try decode(packet, into: frame, decoder, alone: true) { return true }
            if sawDamage || sawEncryption { continue }
            switch recovery {
            case .possible: if try recover(packet, into: frame, demuxer, decoder) { return true }
            case .tried: break
            case .elsewhere: return false
            }
        }
        return false
    }

    /// Decodes from a keyframe on that shows nothing by itself: the picture is complete some frames later (H.264, D.2.8),
    /// or shown only when a later frame says so.
    private mutating func recover(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        recovery = .tried
        decoder.decodeAllFrames()
        defer {
            decoder.decodeKeyframes()
            decoder.flush()
        }
        for _ in 0..<Self.packetsToRecover {
            if try decode(packet, into: frame, decoder, alone: false) { return true }
            guard !sawDamage, try read(packet, demuxer) else { break }
        }
        return !sawDamage && decoder.drain(into: frame) && accept(frame)
    }

    /// Decodes from the stream's beginning until a frame comes out.
    private mutating func decodeAnyFrame(
        _ packet: borrowing Packet, into frame: borrowing Frame, _ demuxer: borrowing Demuxer,
        _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        decoder.decodeAllFrames()
        missesReferences = false
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
        do { try reader.checkDeadline() } catch { throw ThumbnailError(error) }
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
            if let refusal = decoder.refusal { throw refusal }
            // Decoders say of damage, too, that memory ran out; where it really does, Linux ends the process.
            sawDamage = true
            return false
        }
        if !alone {
            // What follows refers to it in turn, until there is a keyframe again.
            missesReferences = !packet.isKeyframe && (missesReferences || decoder.missedReferences)
        }
        return hasFrame && accept(frame)
    }

    /// A picture of which parts are missing is no success.
    private mutating func accept(_ frame: borrowing Frame) -> Bool {
        let isWhole = !frame.isDamaged && !missesReferences && !frame.samples().isUndecoded
        if !isWhole { sawDamage = true }
        return isWhole
    }
}
