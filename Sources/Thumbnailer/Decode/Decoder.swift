import CFFmpeg

/// Decodes single frames: owner of an AVCodecContext.
@safe struct Decoder: ~Copyable {
    /// 8192 x 8192: above every video format in use, and 100 MB as one 4:2:0 frame.
    static let largestFrame = 1 << 26

    private var context: UnsafeMutablePointer<AVCodecContext>?

    /// - Throws: ``ThumbnailError/Code/unsupportedCodec`` without a decoder, ``ThumbnailError/Code/tooLarge`` before
    ///   anything is allocated for a frame above ``largestFrame``.
    init(for stream: VideoStream) throws(ThumbnailError) {
        let parameters = unsafe stream.parameters.pointee
        guard let codec = unsafe avcodec_find_decoder(parameters.codec_id) else {
            let name = unsafe parameters.codec_id == AV_CODEC_ID_NONE ? "'\(stream.codecTag)'" : stream.codecName
            throw ThumbnailError(.unsupportedCodec, "there is no decoder for \(name) video")
        }
        guard unsafe Int(parameters.width) * Int(parameters.height) <= Self.largestFrame else {
            throw ThumbnailError(
                .tooLarge,
                unsafe "a frame of \(parameters.width)x\(parameters.height) has more than \(Self.largestFrame) pixels")
        }
        unsafe context = unsafe avcodec_alloc_context3(codec)
        let result = unsafe avcodec_parameters_to_context(context, stream.parameters)
        guard let context = unsafe context, result >= 0 else {
            throw ThumbnailError(.outOfMemory, "avcodec_alloc_context3 failed", isTransient: true)
        }
        unsafe context.pointee.pkt_timebase = unsafe stream.pointer.pointee.time_base
        unsafe context.pointee.max_pixels = Int64(Self.largestFrame)
        // One frame is decoded: threads would only add their start and their buffers.
        unsafe context.pointee.thread_count = 1
        unsafe context.pointee.skip_frame = AVDISCARD_NONKEY
        // Or else libavcodec leaves up to 31 columns beside the picture in it, for the sake of aligned rows.
        unsafe context.pointee.flags |= AV_CODEC_FLAG_UNALIGNED
        let opened = unsafe avcodec_open2(context, codec, nil)
        guard opened >= 0 else {
            let message = AVError(code: opened, function: "avcodec_open2").message
            throw ThumbnailError(.corrupt, "the \(stream.codecName) decoder cannot be set up: \(message)")
        }
    }

    deinit {
        var context = unsafe context
        unsafe avcodec_free_context(&context)
    }

    /// Decode frames that are no keyframes, too: for streams that do not mark any.
    func decodeAllFrames() { unsafe context!.pointee.skip_frame = AVDISCARD_DEFAULT }

    /// Decodes one keyframe, of which nothing before or after is needed, and forgets it again.
    ///
    /// - Returns: Whether a frame came out.
    func decodeAlone(_ packet: borrowing Packet, into frame: borrowing Frame) throws(AVError) -> Bool {
        defer { unsafe avcodec_flush_buffers(context) }
        if try decode(packet, into: frame) { return true }
        return drain(into: frame)
    }

    /// Gives the decoder one packet of several in a row.
    ///
    /// - Returns: Whether a frame came out, of this packet or of an earlier one.
    func decode(_ packet: borrowing Packet, into frame: borrowing Frame) throws(AVError) -> Bool {
        try unsafe AVError.check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet")
        let result = unsafe avcodec_receive_frame(context, frame.pointer)
        if result == CFFMPEG_ERROR_AGAIN { return false }
        try AVError.check(result, "avcodec_receive_frame")
        return true
    }

    /// Takes a frame that was held back for reordering; no packet may follow.
    ///
    /// - Returns: Whether there was one.
    func drain(into frame: borrowing Frame) -> Bool {
        unsafe avcodec_send_packet(context, nil)
        return unsafe avcodec_receive_frame(context, frame.pointer) >= 0
    }
}
