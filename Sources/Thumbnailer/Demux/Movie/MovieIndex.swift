import RangeReader

/// Finds the wanted keyframe by the sample tables of the one video track, with few exact requests.
///
/// A three-hour file's index has 11.7 MB, most of it tables of audio and of composition times. Of that, this reads the
/// track's headers and sync samples, some windows of the other tables and nothing else.
struct MovieIndex {
    /// Up to this size an index is fetched whole: a round trip costs as much as 2 MB (25 ms, 90 MB/s), and the parts of
    /// it take at least one round more.
    private static let small: Int64 = 2 << 20
    /// Fetched beyond a whole index: libavformat, if the movie is left to it, reads the next box's header.
    private static let slack: Int64 = 1 << 10
    /// How many keyframes are given: as many as ``FrameSearch`` tries.
    private static let keyframeCount = 4
    private static let mostTopLevelBoxes = 64

    private let reader: RangeReader
    private let index: IndexReader

    init(_ reader: RangeReader) throws(MovieError) {
        self.reader = reader
        index = try IndexReader(reader)
    }

    /// The wanted keyframe, of which the bytes are on their way then, and some that follow it.
    ///
    /// - Parameter selection: With ``FrameSelection/smart``, some before it, too.
    /// - Throws: ``MovieError``: whatever is unusual is left to libavformat.
    func keyframes(
        at wanted: WantedTime, selection: FrameSelection = .keyframe
    ) throws(MovieError) -> ReducedMovie {
        let movie = try movieBox()
        let isSmall = movie.range.upperBound - movie.range.lowerBound <= Self.small
        // Of a large one the beginning is here, with what its header was found in.
        if isSmall { try index.expect([movie.range.lowerBound..<movie.range.upperBound + Self.slack]) }
        let (header, track) = try contents(of: movie, isSmall: isSmall, wanted: wanted)
        let tables = track.tables
        let count = selection == .smart ? FrameChoice.after + 1 : Self.keyframeCount
        let candidates = tables.timeline.keyframes(at: wanted, count: count)
        var samples = [(number: candidates[0], range: try expect(candidates[0], of: tables))]
        // They are needed only if the first cannot be decoded, so nothing is asked for on their account.
        func range(_ sample: Int) -> Range<Int64>? {
            tables.isExpected(sample) && tables.timeline.isShown(sample) ? try? tables.range(of: sample) : nil
        }
        for sample in candidates.dropFirst() {
            guard let range = range(sample) else { break }
            samples.append((sample, range))
        }
        var before = 0
        while selection == .smart, before < FrameChoice.before,
            let sample = tables.timeline.syncSamples.keyframe(before: samples[0].number), let range = range(sample)
        {
            samples.insert((sample, range), at: 0)
            before += 1
        }
        let times = tables.timeline.presentationTimes(of: samples.map(\.number))
        return ReducedMovie(
            fileType: try fileType(), movieHeader: header, track: track,
            samples: zip(samples, times).map { ReducedMovie.Sample(range: $0.range, time: $1) }, wanted: before,
            of: reader)
    }

    /// Asks for a keyframe's bytes.
    private func expect(_ sample: Int, of tables: SampleTables) throws(MovieError) -> Range<Int64> {
        try tables.expect(sample)
        let range = try tables.range(of: sample)
        guard tables.timeline.isShown(sample) else { throw .unusual(.edits) }
        try index.expect([range], as: .keyframe)
        return range
    }

    // MARK: Boxes

    /// The movie box, found by following the headers of the boxes around it.
    private func movieBox() throws(MovieError) -> Box {
        var offset: Int64 = 0
        while true {
            try readHeader(at: offset)
            let known = reader.topLevelBoxes
            guard let end = known.end else { throw .unusual(.notMovie) }
            for box in known.boxes where ["moof", "sidx", "styp", "meta"].contains(box.type) {
                throw .unusual(.fragmented)
            }
            if let movie = known.boxes.first(where: { $0.type == "moov" }) {
                guard movie.range.upperBound <= index.objectSize else { throw .unusual(.noMovie) }
                return try index.box(at: movie.range.lowerBound, before: movie.range.upperBound)
            }
            guard end > offset, end < index.objectSize, known.boxes.count < Self.mostTopLevelBoxes else {
                throw .unusual(.noMovie)
            }
            offset = end
        }
    }

    /// Makes the top-level box that begins at `offset` known. An index behind the media is mostly all that is left.
    private func readHeader(at offset: Int64) throws(MovieError) {
        let rest = offset..<index.objectSize
        let header = rest.prefix(Box.largestHeader)
        if !index.isExpected(header) {
            try index.expect([index.objectSize - offset <= Self.small ? rest : rest.prefix(IndexReader.window)])
        }
        _ = try index.bytes(header)
    }

    /// A copy of the file type box; nothing in files without.
    private func fileType() throws(MovieError) -> [UInt8] {
        guard let box = reader.topLevelBoxes.boxes.first, box.type == "ftyp" else { return [] }
        return try index.bytes(box.range).bytes
    }

    /// The movie header's box and the video track.
    ///
    /// A large index is not read beyond that track: a fragmented movie's is small, and no track that shows another one's
    /// chapters has a codec that ``SampleDescription`` lets through.
    private func contents(
        of movie: Box, isSmall: Bool, wanted: WantedTime
    ) throws(MovieError) -> (header: [UInt8], track: VideoTrack) {
        var (header, timescale): ([UInt8]?, Int64) = (nil, 0)
        var (track, chapters): (VideoTrack?, [UInt32]) = (nil, [])
        var offset = movie.content.lowerBound
        while offset + Box.smallestHeader <= movie.content.upperBound, isSmall || track == nil {
            let box = try index.box(at: offset, before: movie.content.upperBound)
            offset = box.range.upperBound
            switch box.type {
            case "mvhd":
                header = try index.bytes(of: box)
                timescale = try TimeHeader.parse(try index.bytes(box.content)).timescale
            case "trak":
                guard header != nil else { throw .unusual(.boxes) }
                let tracks = TrackReader(index: index, movieTimescale: timescale, wanted: wanted)
                switch try tracks.read(box, isFirst: track == nil) {
                case .video(let video):
                    track = video
                    // What follows is only looked at for what would be unusual: the keyframe need not wait for it.
                    _ = try expect(video.tables.timeline.keyframes(at: wanted, count: 1)[0], of: video.tables)
                case .other(let references): chapters += references
                }
            case "mvex": throw .unusual(.fragmented)
            case "cmov": throw .unusual(.compressed)
            default: break
            }
        }
        guard let header, let track, !chapters.contains(track.id) else { throw .unusual(.tracks) }
        return (header, track)
    }
}
