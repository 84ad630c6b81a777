import RangeReader

/// What the object's head and tail, which are here anyway, tell about where in the object a moment is.
struct KnownTimes {
    /// Where the first packets are, in bytes.
    let beginning: Int64
    /// Nil where the stream has no times of its own, or a part of a duration is wanted that nobody knows: then positions
    /// stand for times.
    let clock: StreamClock?
    /// What to look for.
    let search: PositionSearch

    /// - Throws: The reader's failure.
    init(
        _ wanted: WantedTime, reader: RangeReader, demuxer: borrowing Demuxer, objectSize: Int64
    ) throws(ThumbnailError) {
        // So much of both ends is on its way since the first round, in any case.
        let window = PrefetchWindows().smallestTail
        let stream = demuxer.stream
        let headEnd = min(window, objectSize)
        let tailStart = max(headEnd, objectSize - window)
        func entryPoints(_ range: Range<Int64>) throws(ThumbnailError) -> [EntryPoint]? {
            do {
                return EntryPoint.find(
                    in: try reader.bytes(in: range), at: range.lowerBound, of: demuxer.container,
                    streamID: stream.containerID)
            } catch { throw ThumbnailError(error) }
        }
        guard let head = try entryPoints(0..<headEnd) else {
            let rate = if case .seconds = wanted { try Self.rate(ofHead: headEnd, demuxer) } else { nil as Double? }
            self.init(beginning: 0, positionOf: wanted, rate: rate, objectSize: objectSize)
            return
        }
        let first = head.first { $0.timestamp != nil }
        let clock = StreamClock(
            first: first?.timestamp ?? stream.startTimestamp, timeBase: stream.timeBase, bits: stream.timestampBits)
        let times = try entryPoints(tailStart..<objectSize)?.compactMap { point in
            point.timestamp.map { PositionSearch.Point(position: point.position, time: clock.seconds(at: $0)) }
        }
        var last = times?.max { $0.time < $1.time }
        // The clock was set back in between.
        if let time = last?.time, time <= 0 { last = nil }
        let beginning = head.first?.position ?? 0
        // Who streams a recording may write down another duration than it gets.
        guard let duration = [demuxer.declaredDuration, last?.time].compactMap(\.self).max() else {
            if case .seconds(let seconds) = wanted {
                self.init(
                    beginning: beginning, clock: clock,
                    search: PositionSearch(
                        target: seconds, objectSize: objectSize, rate: nil, points: [.init(position: 0, time: 0)]))
            } else {
                self.init(beginning: beginning, positionOf: wanted, rate: nil, objectSize: objectSize)
            }
            return
        }
        let end = last ?? .init(position: objectSize, time: duration)
        let target =
            switch wanted {
            case .fraction(let fraction): fraction * duration
            case .seconds(let seconds): seconds
            }
        self.init(
            beginning: beginning, clock: clock,
            search: PositionSearch(
                target: target, objectSize: objectSize, rate: Double(objectSize) / end.time,
                points: [.init(position: first?.position ?? 0, time: 0), end]))
    }

    private init(beginning: Int64, clock: StreamClock?, search: PositionSearch) {
        self.beginning = beginning
        self.clock = clock
        self.search = search
    }

    /// Goes by bytes.
    ///
    /// - Parameter rate: Bytes per second; nil when nobody knows, and then any second is the first one.
    private init(beginning: Int64, positionOf wanted: WantedTime, rate: Double?, objectSize: Int64) {
        let size = Double(objectSize)
        let target =
            switch wanted {
            case .fraction(let fraction): fraction * size
            case .seconds(let seconds): min(seconds * (rate ?? 0), size)
            }
        self.init(
            beginning: beginning, clock: nil,
            search: PositionSearch(
                target: target, objectSize: objectSize, rate: rate,
                points: [.init(position: 0, time: 0), .init(position: objectSize, time: size)]))
    }

    /// How fast the packets of the head go by, as far as their durations are known.
    private static func rate(ofHead end: Int64, _ demuxer: borrowing Demuxer) throws(ThumbnailError) -> Double? {
        let packet = try Packet()
        var duration: Int64 = 0
        var position: Int64 = 0
        demuxer.bound(to: end)
        defer { demuxer.bound(to: nil) }
        guard demuxer.seek(toByte: 0) else { return nil }
        while try demuxer.read(into: packet), !demuxer.isCut {
            duration += packet.duration
            position = demuxer.position
        }
        return duration > 0 ? Double(position) / (Double(duration) * demuxer.stream.timeBase) : nil
    }
}
