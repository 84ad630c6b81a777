import CFFmpeg
package import NIOCore
package import RangeReader

/// Makes thumbnails: bytes of a video in, a JPEG out.
package struct Thumbnailer: Sendable {
    package var options: ThumbnailOptions
    package var reading: ReaderConfiguration
    package var decoding: DecodingConfiguration

    /// Whether keyframes of MP4 files are found by ``MovieIndex`` where that is possible.
    package var usesSampleTables: Bool

    /// - Parameter usesSampleTables: False only to compare: the frame is the same.
    package init(
        options: ThumbnailOptions = ThumbnailOptions(), reading: ReaderConfiguration = ReaderConfiguration(),
        decoding: DecodingConfiguration = DecodingConfiguration(), usesSampleTables: Bool = true
    ) {
        self.options = options
        self.reading = reading
        self.decoding = decoding
        self.usesSampleTables = usesSampleTables
    }

    /// A thumbnail and the requests that brought its bytes.
    package struct Result: Sendable {
        package var thumbnail: Swift.Result<Thumbnail, ThumbnailError>
        package var trace: ReadTrace
        /// Of the source, in bytes; nil when no answer told.
        package var objectSize: Int64?
        /// The version of the source as the source gives it; nil when no answer told.
        package var eTag: String?
        /// What the source was declared to be; nil when no answer told.
        package var contentType: String?
    }

    /// Reads what is needed of `source` and makes a thumbnail, on a thread of its own.
    ///
    /// A failure is part of the result, so that its requests are known, too. When the source is replaced meanwhile, the
    /// work begins anew, once.
    ///
    /// - Parameters:
    ///   - expectedSize: The source's size in bytes if somebody said it: may save a round trip.
    ///   - deadline: Waiting for bytes ends with an error then, and so does looking for a frame. What is being decoded is
    ///     decoded to its end.
    package func thumbnail(
        of source: any Source, expectedSize: Int64? = nil, deadline: NIODeadline = .distantFuture
    ) async -> Result {
        let first = await attempt(source, expectedSize: expectedSize, deadline: deadline)
        guard case .failure(let error) = first.thumbnail, error.code == .source(.sourceChanged) else { return first }
        var second = await attempt(source, expectedSize: nil, deadline: deadline)
        var trace = first.trace
        trace.append(second.trace)
        second.trace = trace
        return second
    }

    private func attempt(_ source: any Source, expectedSize: Int64?, deadline: NIODeadline) async -> Result {
        do {
            return try await RangeReader.withReader(
                of: source, expectedSize: expectedSize, configuration: reading, deadline: deadline
            ) { reader in
                let thumbnail: Swift.Result<Thumbnail, ThumbnailError>
                do throws(ThumbnailError) {
                    thumbnail = .success(try make(from: reader))
                } catch {
                    thumbnail = .failure(error)
                }
                return Result(
                    thumbnail: thumbnail, trace: reader.trace, objectSize: try? reader.objectSize(), eTag: reader.eTag,
                    contentType: reader.contentType)
            }
        } catch {
            let failure =
                (error as? SourceError).map { ThumbnailError($0) } ?? ThumbnailError(.internalError, "\(error)")
            return Result(thumbnail: .failure(failure), trace: ReadTrace(), objectSize: nil, eTag: nil)
        }
    }

    /// Blocks while bytes are waited for: to be called on the reader's thread.
    private func make(from reader: RangeReader) throws(ThumbnailError) -> Thumbnail {
        av_log_set_level(AV_LOG_QUIET)
        let start = ContinuousClock.now
        var unusual: UnusualMovie?
        if usesSampleTables {
            switch movie(in: reader) {
            case .success(let movie):
                if let thumbnail = try make(from: movie, of: reader, start: start) { return thumbnail }
                unusual = .noFrame
            case .failure(.unusual(let reason)): unusual = reason
            case .failure(.source(let error)): throw ThumbnailError(error)
            }
        }
        var search = FrameSearch(reader: reader, wanted: options.time, selection: options.selection)
        let demuxer = try Demuxer(reader: reader)
        let decoder = try Decoder(for: demuxer.stream, decoding)
        let opened = ContinuousClock.now
        let frame = try search.run(demuxer, decoder)
        var timings = search.timings
        timings.open = opened - start
        return try picture(
            of: frame, demuxer, timings: timings, start: start, index: .whole(because: unusual?.rawValue))
    }

    private func movie(in reader: RangeReader) -> Swift.Result<ReducedMovie, MovieError> {
        do throws(MovieError) {
            return .success(try MovieIndex(reader).keyframes(at: options.time, selection: options.selection))
        } catch {
            return .failure(error)
        }
    }

    /// - Parameter start: When the search for the movie's keyframes began.
    /// - Returns: Nil if the movie gives no frame, which says nothing about the object that it was made from.
    private func make(
        from movie: ReducedMovie, of reader: RangeReader, start: ContinuousClock.Instant
    ) throws(ThumbnailError) -> Thumbnail? {
        let found = ContinuousClock.now
        guard let demuxer = try Demuxer(movie) else { return nil }
        let decoder = try Decoder(for: demuxer.stream, decoding)
        let opened = ContinuousClock.now
        var search = FrameSearch(reader: reader, wanted: options.time, selection: options.selection)
        guard let frame = try search.run(movie, demuxer, decoder) else { return nil }
        var timings = search.timings
        timings.open = opened - found
        timings.seek = found - start
        return try picture(of: frame, demuxer, timings: timings, start: start, index: .sampleTables)
    }

    private func picture(
        of frame: borrowing Frame, _ demuxer: borrowing Demuxer, timings: StageTimings,
        start: ContinuousClock.Instant, index: IndexUse
    ) throws(ThumbnailError) -> Thumbnail {
        let found = ContinuousClock.now
        let stream = demuxer.stream
        try DolbyVision(of: stream)?.check()
        let orientation = Orientation(of: frame, in: stream)
        let ratio = demuxer.sampleAspectRatio(of: frame)
        let geometry = Geometry(
            frameWidth: frame.width, frameHeight: frame.height, sampleAspectRatio: ratio, orientation: orientation,
            options: options)
        var colour = ColourDescription(of: frame, in: stream)
        let chroma: JPEGPicture.Chroma = colour.hasFullChroma ? .full : .halved
        var small = try Scaler(width: geometry.scaledWidth, height: geometry.scaledHeight)
            .scale(frame, colour: colour, region: geometry.region)
            .overBlack(in: colour).turned(orientation)
        if let light = LightConversion(from: colour, levels: LightLevels(of: frame, in: stream)) {
            (small, colour) = (light.convert(small), light.result)
        }
        let picture = JFIFConversion(from: colour).convert(small, chroma: chroma)
        let scaled = ContinuousClock.now

        let jpeg = try JPEGEncoder(quality: options.quality(ofWidth: geometry.width, height: geometry.height))
            .encode(picture)
        let end = ContinuousClock.now

        var timings = timings
        timings.scale = scaled - found
        timings.encode = end - scaled
        timings.total = end - start
        return Thumbnail(
            jpeg: jpeg, width: geometry.width, height: geometry.height,
            time: Double((frame.timestamp ?? 0) &+ demuxer.timestampOffset) * stream.timeBase,
            isKeyframe: frame.isKeyframe, index: index,
            source: SourceVideo(
                container: demuxer.container.name, videoCodec: stream.codecName, pixelFormat: frame.pixelFormatName,
                width: frame.width, height: frame.height, orientation: orientation, sampleAspectRatio: ratio),
            timings: timings)
    }
}
