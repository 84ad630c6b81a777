/// A place in the object where its demuxer can begin to read.
struct EntryPoint: Equatable {
    /// In bytes of the object.
    var position: Int64
    /// Of the video there, in units of the stream's time base, as far as the container tells it without decoding.
    var timestamp: Int64?

    /// The entry points in `bytes` that can be told from payload, in order.
    ///
    /// - Parameters:
    ///   - bytes: A part of the object that begins at `offset`.
    ///   - container: libavformat's name.
    ///   - streamID: The container's own number of the video stream.
    ///   - count: No more than so many are looked for.
    /// - Returns: Nil where the demuxer finds its way from any place.
    static func find(
        in bytes: [UInt8], at offset: Int64, of container: Container, streamID: Int, count: Int = .max
    ) -> [EntryPoint]? {
        switch container.name {
        case "mpegts": TransportStream.entryPoints(in: bytes, at: offset, packetID: streamID, count: count)
        case "mpeg": ProgramStream.entryPoints(in: bytes, at: offset, streamID: streamID, count: count)
        case "flv": FlashVideo.entryPoints(in: bytes, at: offset, count: count)
        case "matroska,webm": Matroska.clusters(in: bytes, at: offset, count: count)
        case "ogg": OggPages.entryPoints(in: bytes, at: offset, count: count)
        default: nil
        }
    }
}
