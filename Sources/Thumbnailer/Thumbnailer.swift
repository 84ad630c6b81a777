import CFFmpeg
package import NIOCore
package import RangeReader

/// Makes thumbnails: bytes of a video in, a JPEG out.
package struct Thumbnailer: Sendable {
    package var options: ThumbnailOptions

    package init(options: ThumbnailOptions = ThumbnailOptions()) { self.options = options }

    /// A thumbnail and the requests that brought its bytes.
    package struct Result: Sendable {
        package var thumbnail: Swift.Result<Thumbnail, ThumbnailError>
        package var trace: ReadTrace
        /// Of the source, in bytes; nil when no answer told.
        package var objectSize: Int64?
        /// The version of the source as the source gives it; nil when no answer told.
        package var eTag: String?
    }

    /// Reads what is needed of `source` and makes a thumbnail, on a thread of its own.
    ///
    /// A failure is part of the result, so that its requests are known, too.
    ///
    /// - Parameters:
    ///   - expectedSize: The source's size in bytes if somebody said it: may save a round trip.
    ///   - deadline: Waiting for bytes ends with an error then. Decoding is not interrupted.
    package func thumbnail(
        of source: any Source, expectedSize: Int64? = nil, deadline: NIODeadline = .distantFuture
    ) async -> Result {
        do {
            return try await RangeReader.withReader(of: source, expectedSize: expectedSize, deadline: deadline) {
                reader in
                let thumbnail: Swift.Result<Thumbnail, ThumbnailError>
                do throws(ThumbnailError) {
                    thumbnail = .success(try make(from: reader))
                } catch {
                    thumbnail = .failure(error)
                }
                return Result(
                    thumbnail: thumbnail, trace: reader.trace, objectSize: try? reader.objectSize(), eTag: reader.eTag)
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
        var search = FrameSearch(reader: reader, wanted: options.time)
        let demuxer = try Demuxer(reader: reader, needsDuration: try search.needsDuration)
        let stream = demuxer.stream
        let decoder = try Decoder(for: stream)
        let opened = ContinuousClock.now

        let frame = try search.run(demuxer, decoder)
        let found = ContinuousClock.now

        let orientation = stream.orientation
        let ratio = demuxer.sampleAspectRatio(of: frame)
        let geometry = Geometry(
            frameWidth: frame.width, frameHeight: frame.height, sampleAspectRatio: ratio, orientation: orientation,
            options: options)
        let colour = ColourDescription(of: frame)
        let small = try Scaler(width: geometry.scaledWidth, height: geometry.scaledHeight).scale(frame, colour: colour)
        let picture = JFIFConversion(from: colour).convert(
            small.turned(orientation), chroma: colour.hasFullChroma ? .full : .halved)
        let scaled = ContinuousClock.now

        let jpeg = try JPEGEncoder(quality: options.quality).encode(picture)
        let end = ContinuousClock.now

        var timings = search.timings
        timings.open = opened - start
        timings.scale = scaled - found
        timings.encode = end - scaled
        timings.total = end - start
        return Thumbnail(
            jpeg: jpeg, width: geometry.width, height: geometry.height,
            time: Double(frame.timestamp ?? 0) * stream.timeBase, isKeyframe: frame.isKeyframe,
            source: SourceVideo(
                container: demuxer.container.name, videoCodec: stream.codecName, pixelFormat: frame.pixelFormatName,
                width: frame.width, height: frame.height, orientation: orientation, sampleAspectRatio: ratio),
            timings: timings)
    }
}
