import CFFmpeg

/// Owner of an AVFormatContext that reads through a ``RandomAccess``.
@safe struct FormatContext: ~Copyable {
    /// Must outlive the context, and keeps what went wrong while reading.
    let bridge: AVIOBridge
    let pointer: UnsafeMutablePointer<AVFormatContext>

    /// Finds out what container it is and parses its header.
    init(reader: any RandomAccess) throws(AVError) {
        let bridge = try AVIOBridge(reader: reader)
        var context = unsafe avformat_alloc_context()
        guard let opened = unsafe context else {
            throw AVError(code: CFFMPEG_ERROR_NO_MEMORY, function: "avformat_alloc_context")
        }
        unsafe opened.pointee.pb = unsafe bridge.context
        unsafe opened.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        // A file must never make us open another one.
        unsafe opened.pointee.io_open = { _, _, _, _, _ in CFFMPEG_ERROR_ACCESS }
        // Containers that are described by their packets show all their codecs' parameters within the first keyframe and
        // a few audio packets.
        unsafe opened.pointee.probesize = 2 << 20
        unsafe opened.pointee.max_analyze_duration = 3 * Int64(AV_TIME_BASE)
        // Frame rates are of no use here.
        unsafe opened.pointee.fps_probe_size = 0

        var options: OpaquePointer?
        defer { unsafe av_dict_free(&options) }
        unsafe av_dict_set(&options, "format_whitelist", Container.whitelist, 0)
        // Frees the context when it fails.
        try unsafe AVError.check(avformat_open_input(&context, nil, nil, &options), "avformat_open_input")
        self.bridge = bridge
        unsafe pointer = unsafe opened
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVFormatContext>? = unsafe pointer
        unsafe avformat_close_input(&pointer)
    }

    /// libavformat's name of the container.
    var name: String { unsafe String(cString: pointer.pointee.iformat.pointee.name) }

    var streams: [VideoStream] {
        unsafe (0..<Int(pointer.pointee.nb_streams)).map { unsafe VideoStream(pointer: pointer.pointee.streams[$0]!) }
    }

    /// Those that are video and no cover art.
    var videos: [VideoStream] {
        streams.filter { unsafe $0.parameters.pointee.codec_type == AVMEDIA_TYPE_VIDEO && !$0.isCoverArt }
    }

    /// Reads packets until the parameters of all codecs are known.
    func findStreamInfo() throws(AVError) {
        // It would read the object's end step by step; where that is needed, the timestamps there are looked up directly.
        unsafe pointer.pointee.skip_estimate_duration_from_pts = 1
        try unsafe AVError.check(avformat_find_stream_info(pointer, nil), "avformat_find_stream_info")
    }
}
