/// What must be known of a container beyond what libavformat tells.
struct Container: Equatable, Sendable {
    /// How to get to a point in time without reading everything before it.
    enum Seeking: Equatable, Sendable {
        /// The demuxer's index or its header leads there.
        case time
        /// There is no index: by position in the object.
        case bytes
        /// The index may be missing: by time with it, by position without.
        case timeOrBytes
    }

    /// libavformat's short names, the first of which stands for the demuxer.
    var name: String
    var seeking: Seeking
    /// How much the header says about codecs, and thus whether packets have to be read before decoding.
    enum Header: Equatable, Sendable {
        /// Everything that a decoder must know.
        case parameters
        /// Which codecs there are; the parameters are in the packets, where decoders find them.
        case names
        /// Nothing, but the first packets of a stream say which codec it is.
        case packets
        case nothing
    }

    /// Whether the demuxer finds its way from any position. The others must be sent to an ``EntryPoint``.
    var synchronizes: Bool { seeking != .timeOrBytes }

    var header: Header
    /// Whether index entries give the exact bytes of each packet.
    var indexesExactly: Bool

    /// The demuxers whose content is opened: containers and elementary streams of video, and the audio kinds that we want
    /// to name as such. Still pictures, subtitles, and playlists, which would open other files, are not among them.
    static let known: [Container] =
        [
            Container("mov,mp4,m4a,3gp,3g2,mj2", .time, header: .parameters, indexesExactly: true),
            Container("matroska,webm", .timeOrBytes, header: .parameters),
            Container("ogg", .timeOrBytes, header: .parameters), Container("flv", .timeOrBytes, header: .packets),
        ]
        + ["avi", "asf", "mxf", "nut", "gxf", "rm", "wtv", "dv", "gif", "apng", "yuv4mpegpipe", "ivf"]
        .map { Container($0, .time) }
        + [Container("mpegts", .bytes, header: .names), Container("mpeg", .bytes, header: .packets)]
        + ["h264", "hevc", "mpegvideo"].map { Container($0, .bytes, header: .names) }
        + ["m4v", "h263", "h261", "vc1", "vc1test", "obu", "mjpeg", "dirac"].map { Container($0, .bytes) }
        + [
            "mp3", "aac", "ac3", "eac3", "flac", "wav", "w64", "aiff", "au", "amr", "dts", "caf", "ape", "tta", "wv",
            "mpc",
        ]
        .map { Container($0, .time) }

    /// Whether it is one of those that hold still pictures as well as moving ones.
    var mayHoldStill: Bool { ["gif", "apng"].contains(name) }

    /// For libavformat's `format_whitelist` option.
    static let whitelist = known.map(\.name).joined(separator: ",")

    init(named name: String) {
        self = Self.known.first { $0.name == name } ?? Container(name, .time)
    }

    private init(
        _ name: String, _ seeking: Seeking, header: Header = .nothing, indexesExactly: Bool = false
    ) {
        self.name = name
        self.seeking = seeking
        self.header = header
        self.indexesExactly = indexesExactly
    }
}
