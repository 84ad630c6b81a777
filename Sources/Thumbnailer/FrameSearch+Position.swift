import RangeReader

extension FrameSearch {
    /// Finds the keyframe at or before the wanted time by its position, and decodes it.
    ///
    /// Packets are read once: the best keyframes so far are kept. When none of them can be decoded, the demuxer stands before
    /// the last part that was looked at.
    mutating func decodeByPosition(
        into frame: borrowing Frame, _ demuxer: borrowing Demuxer, _ decoder: borrowing Decoder
    ) throws(ThumbnailError) -> Bool {
        let start = ContinuousClock.now
        let packet = try Packet()
        let before = try Packet()
        let after = try Packet()
        let size = try objectSize
        let known = try KnownTimes(wanted, reader: reader, demuxer: demuxer, objectSize: size)
        beginning = known.beginning
        var search = known.search
        var best: (before: Double?, after: Double?)
        var entry: Int64?
        while let window = search.next() {
            var scan = WindowScan(target: search.target)
            do { try reader.expect([window.range], as: .readOn) } catch { throw ThumbnailError(error) }
            if let position = try entryPosition(in: window, demuxer) {
                entry = position
                demuxer.bound(to: window.readableEnd < size ? window.readableEnd : nil)
                _ = demuxer.seek(toEntryAt: position)
                while try demuxer.read(into: packet), !demuxer.isCut {
                    let position = packet.position ?? demuxer.position
                    if position >= window.stop { break }
                    let time = known.clock.map { clock in
                        demuxer.timestamp(of: packet).map { clock.seconds(at: $0) }
                    }
                    switch scan.add(
                        position: position, time: time ?? Double(position), isKeyframe: packet.isKeyframe)
                    {
                    case .keyframeBefore:
                        let time = scan.keyframeBefore!.time
                        if time >= best.before ?? time {
                            best.before = time
                            before.take(from: packet)
                        }
                    case .keyframeAfter:
                        let time = scan.keyframeAfter!.time
                        if time <= best.after ?? time {
                            best.after = time
                            after.take(from: packet)
                        }
                    case .other: break
                    }
                    if scan.isComplete { break }
                }
            }
            demuxer.bound(to: nil)
            search.add(scan, of: window)
        }
        timings.seek += .now - start
        for _ in 0..<2 {
            if best.before != nil, try decode(before, into: frame, decoder, alone: true) { return true }
            if best.after != nil, try decode(after, into: frame, decoder, alone: true) { return true }
            guard try readParameterSets(packet, demuxer, decoder) else { break }
        }
        _ = demuxer.seek(toEntryAt: entry ?? known.beginning)
        return false
    }

    /// Where the first packet of `window` begins that is whole; nil when there is none.
    private func entryPosition(
        in window: PositionSearch.Window, _ demuxer: borrowing Demuxer
    ) throws(ThumbnailError) -> Int64? {
        let start = window.range.lowerBound
        if demuxer.container.synchronizes { return start }
        do {
            return EntryPoint.find(
                in: try reader.bytes(in: window.range), at: start, of: demuxer.container,
                streamID: demuxer.stream.containerID, count: 1)?.first?.position
        } catch { throw ThumbnailError(error) }
    }
}
