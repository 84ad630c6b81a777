/// Reads one track box (`trak`, ISO/IEC 14496-12 §8.3) as far as it takes to know whether it is video, and its tables if so.
struct TrackReader {
    /// What a track is.
    enum Outcome {
        case video(VideoTrack)
        /// Tracks that this one names as its chapters.
        case other(chapters: [UInt32])
    }

    let index: IndexReader
    let movieTimescale: Int64
    let wanted: WantedTime

    /// Handlers (§8.4.3) of which libavformat makes no video, whatever the sample description is.
    private static let otherHandlers: Set<FourCharacterCode> = [
        "soun", "text", "sbtl", "subt", "subp", "clcp", "tmcd", "hint", "meta",
    ]

    /// What of a track has been found.
    private struct Parts {
        var header: [UInt8]?
        var edits: EditList?
        var mediaHeader: [UInt8]?
        var timescale: Int64 = 0
        var mediaDuration: Int64 = 0
        var handlerType: FourCharacterCode?
        var handler: [UInt8]?
        var mediaInformation: [UInt8] = []
        var boxes: SampleTableBoxes?
        var chapters: [UInt32] = []
    }

    /// - Parameter isFirst: Whether no track before was video: of all others, only what they refer to is looked at.
    func read(_ track: Box, isFirst: Bool) throws(MovieError) -> Outcome {
        var parts = Parts()
        try index.forEachBox(in: track.content) { (box) throws(MovieError) in
            switch box.type {
            case "tkhd": parts.header = try index.bytes(of: box)
            case "edts" where isFirst:
                try index.forEachBox(in: box.content) { (box) throws(MovieError) in
                    if box.type == "elst" { parts.edits = try EditList(try index.bytes(box.content)) }
                }
            case "tref": parts.chapters += try chapters(in: box)
            case "mdia" where isFirst:
                try readMedia(box, next: box.range.upperBound..<track.range.upperBound, into: &parts)
            default: break
            }
        }
        guard isFirst, parts.handlerType == "vide" else { return .other(chapters: parts.chapters) }
        guard let header = parts.header, let mediaHeader = parts.mediaHeader, let handler = parts.handler,
            let boxes = parts.boxes, let id = trackID(of: header)
        else { throw .unusual(.boxes) }
        // One that is off (§8.3.2) may stand beside the one to show.
        guard let flags = BigEndianBytes(header).uint32(at: 8), flags & 1 == 1 else { throw .unusual(.tracks) }
        let description = try boxes.required("stsd")
        try SampleDescription.check(try index.bytes(description.content))
        let tables = try SampleTables(
            boxes, in: index, timescale: parts.timescale, mediaDuration: parts.mediaDuration, edits: parts.edits,
            movieTimescale: movieTimescale)
        return .video(
            VideoTrack(
                id: id, header: header, mediaHeader: mediaHeader, handler: handler,
                mediaInformation: parts.mediaInformation, description: try index.bytes(of: description),
                tables: tables))
    }

    private func trackID(of header: [UInt8]) -> UInt32? {
        let bytes = BigEndianBytes(header)
        return bytes.uint8(at: 8) == 1 ? bytes.uint32(at: 28) : bytes.uint32(at: 20)
    }

    private func chapters(in references: Box) throws(MovieError) -> [UInt32] {
        var ids: [UInt32] = []
        try index.forEachBox(in: references.content) { (box) throws(MovieError) in
            guard box.type == "chap" else { return }
            let content = try index.bytes(box.content)
            ids += (0..<content.count / 4).compactMap { content.uint32(at: $0 * 4) }
        }
        return ids
    }

    // MARK: Media

    /// - Parameter next: What follows the media in the track.
    private func readMedia(_ media: Box, next: Range<Int64>, into parts: inout Parts) throws(MovieError) {
        try index.forEachBox(in: media.content) { (box) throws(MovieError) in
            switch box.type {
            case "mdhd":
                parts.mediaHeader = try index.bytes(of: box)
                (parts.timescale, parts.mediaDuration) = try TimeHeader.parse(try index.bytes(box.content))
            case "hdlr":
                parts.handler = try index.bytes(of: box)
                parts.handlerType = try index.bytes(box.content).uint32(at: 8).map(FourCharacterCode.init)
            case "minf":
                guard let type = parts.handlerType else { throw .unusual(.boxes) }
                guard type == "vide" else {
                    if Self.otherHandlers.contains(type) { return }
                    throw .unusual(.tracks)
                }
                guard parts.mediaHeader != nil, parts.boxes == nil else { throw .unusual(.boxes) }
                try readMediaInformation(box, next: next, into: &parts)
            default: break
            }
        }
    }

    private func readMediaInformation(
        _ information: Box, next: Range<Int64>, into parts: inout Parts
    ) throws(MovieError) {
        let nextHeaders = next.prefix(IndexReader.window / 2)
        try index.forEachBox(in: information.content) { (box) throws(MovieError) in
            switch box.type {
            case "vmhd": parts.mediaInformation += try index.bytes(of: box)
            case "dinf":
                try checkDataReferences(box)
                parts.mediaInformation += try index.bytes(of: box)
            case "stbl":
                guard parts.boxes == nil else { throw .unusual(.boxes) }
                let known = parts
                parts.boxes = try SampleTableBoxes(in: box.content, of: index, nextHeaders: nextHeaders) {
                    (boxes) throws(MovieError) in
                    guard boxes["stts"] != nil else { return nil }
                    // No round trip for what will be left to libavformat.
                    try SampleDescription.check(try index.bytes(boxes.required("stsd").content))
                    let times = try boxes.times()
                    let timeline = try SampleTimeline(
                        times: times, syncSamples: try boxes.syncSamples(of: times),
                        offsets: try boxes.compositionOffsets(), timescale: known.timescale,
                        mediaDuration: known.mediaDuration, edits: known.edits, movieTimescale: movieTimescale)
                    return (timeline.keyframes(at: wanted, count: 1)[0], times.sampleCount)
                }
            default: break
            }
        }
    }

    /// All samples must be in this very object (§8.7.2).
    private func checkDataReferences(_ information: Box) throws(MovieError) {
        try index.forEachBox(in: information.content) { (box) throws(MovieError) in
            guard box.type == "dref" else { return }
            let entries = box.content.dropFirst(8)
            try index.forEachBox(in: entries) { (entry) throws(MovieError) in
                guard let flags = try index.bytes(entry.content.prefix(4)).uint32(at: 0), flags & 1 == 1 else {
                    throw .unusual(.externalData)
                }
            }
        }
    }
}

extension Range<Int64> {
    /// All but the first `count` numbers.
    fileprivate func dropFirst(_ count: Int64) -> Range { Swift.min(lowerBound + count, upperBound)..<upperBound }
}
