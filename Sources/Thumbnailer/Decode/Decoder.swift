import CFFmpeg

/// Decodes single frames: owner of an AVCodecContext.
@safe struct Decoder: ~Copyable {
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private let buffers: PictureBuffers
    private let limits: PictureLimits

    /// - Throws: ``ThumbnailError/Code/unsupportedCodec`` without a decoder, ``ThumbnailError/Code/tooLarge`` before
    ///   anything is allocated for a frame above the limits.
    init(
        for stream: VideoStream, _ configuration: DecodingConfiguration = DecodingConfiguration()
    ) throws(ThumbnailError) {
        let parameters = unsafe stream.parameters.pointee
        guard let codec = unsafe avcodec_find_decoder(parameters.codec_id) else {
            throw ThumbnailError(.unsupportedCodec, "there is no decoder for \(stream.codecName) video")
        }
        let limits = configuration.limits
        let (width, height) = unsafe (Int(parameters.width), Int(parameters.height))
        // -1 where the format is not known yet.
        let size = unsafe av_image_get_buffer_size(
            AVPixelFormat(parameters.format), parameters.width, parameters.height, 1)
        guard limits.allow(width: width, height: height, bytes: max(Int(size), Self.leastBytes(width, height))) else {
            throw .tooLarge(width: width, height: height, limits)
        }
        let buffers = unsafe PictureBuffers(limits: limits, codec: parameters.codec_id)
        unsafe context = try unsafe Self.open(codec, stream, configuration, buffers)
        self.limits = limits
        self.buffers = buffers
    }

    private static func open(
        _ codec: UnsafePointer<AVCodec>, _ stream: VideoStream, _ configuration: DecodingConfiguration,
        _ buffers: PictureBuffers
    ) throws(ThumbnailError) -> UnsafeMutablePointer<AVCodecContext> {
        var allocated = unsafe avcodec_alloc_context3(codec)
        guard let context = unsafe allocated, unsafe avcodec_parameters_to_context(context, stream.parameters) >= 0
        else {
            unsafe avcodec_free_context(&allocated)
            throw ThumbnailError(.outOfMemory, "avcodec_alloc_context3 failed", isTransient: true)
        }
        unsafe context.pointee.pkt_timebase = unsafe stream.pointer.pointee.time_base
        unsafe context.pointee.max_pixels = Int64(configuration.limits.pixels)
        unsafe buffers.attach(to: context)
        // One frame is decoded: threads for several would only add their start and their buffers.
        unsafe context.pointee.thread_count = CInt(configuration.threads)
        unsafe context.pointee.thread_type = FF_THREAD_SLICE
        // To libdav1d it says the same.
        if unsafe codec.pointee.id == AV_CODEC_ID_AV1 { unsafe context.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY }
        unsafe context.pointee.skip_frame = AVDISCARD_NONKEY
        // Or else libavcodec leaves up to 31 columns beside the picture in it, for the sake of aligned rows.
        unsafe context.pointee.flags |= AV_CODEC_FLAG_UNALIGNED
        let opened = unsafe avcodec_open2(context, codec, nil)
        guard opened >= 0 else {
            unsafe avcodec_free_context(&allocated)
            let message = AVError(code: opened, function: "avcodec_open2").message
            throw ThumbnailError(.corrupt, "the \(stream.codecName) decoder cannot be set up: \(message)")
        }
        return unsafe context
    }

    deinit {
        var context = unsafe context
        unsafe avcodec_free_context(&context)
    }

    /// Of a 4:2:0 picture with 8 bits, of which all codecs that show it take the most.
    private static func leastBytes(_ width: Int, _ height: Int) -> Int { width * height / 2 * 3 }

    /// Why the last packet was refused, if not for its own sake: the picture that it holds is too large.
    var refusal: ThumbnailError? {
        if let refusal = buffers.refusal { return refusal }
        let (width, height) = unsafe (Int(context!.pointee.coded_width), Int(context!.pointee.coded_height))
        return limits.allow(width: width, height: height) ? nil : .tooLarge(width: width, height: height, limits)
    }

    /// Decode frames that are no keyframes, too: for streams that do not mark any.
    func decodeAllFrames() {
        unsafe context!.pointee.skip_frame = AVDISCARD_DEFAULT
        buffers.savesReferences = false
    }

    /// Takes the parameter sets out of a packet, and decodes nothing of it.
    func readParameterSets(of packet: borrowing Packet) {
        unsafe context!.pointee.skip_frame = AVDISCARD_ALL
        unsafe avcodec_send_packet(context, packet.pointer)
        flush()
        decodeKeyframes()
    }

    /// Decode keyframes only, as at first.
    func decodeKeyframes() {
        unsafe context!.pointee.skip_frame = AVDISCARD_NONKEY
        buffers.savesReferences = true
    }

    /// Forgets all packets.
    func flush() { unsafe avcodec_flush_buffers(context) }

    /// Decodes one keyframe, of which nothing before or after is needed, and forgets it again.
    ///
    /// - Returns: Whether a frame came out.
    func decodeAlone(_ packet: borrowing Packet, into frame: borrowing Frame) throws(AVError) -> Bool {
        defer { flush() }
        if try decode(packet, into: frame) { return true }
        return drain(into: frame)
    }

    /// Gives the decoder one packet of several in a row.
    ///
    /// - Returns: Whether a frame came out, of this packet or of an earlier one.
    func decode(_ packet: borrowing Packet, into frame: borrowing Frame) throws(AVError) -> Bool {
        buffers.begin()
        try unsafe AVError.check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet")
        let result = unsafe avcodec_receive_frame(context, frame.pointer)
        if result == CFFMPEG_ERROR_AGAIN { return false }
        try AVError.check(result, "avcodec_receive_frame")
        return true
    }

    /// Whether the last packet was decoded from references that were not there, which nothing else tells of.
    var missedReferences: Bool { buffers.missingReferences > 0 }

    /// Takes a frame that was held back for reordering; no packet may follow.
    ///
    /// - Returns: Whether there was one.
    func drain(into frame: borrowing Frame) -> Bool {
        unsafe avcodec_send_packet(context, nil)
        return unsafe avcodec_receive_frame(context, frame.pointer) >= 0
    }
}
