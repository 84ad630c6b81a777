import CFFmpeg

/// Owner of one AVFrame.
@safe struct Frame: ~Copyable {
    private(set) var pointer: UnsafeMutablePointer<AVFrame>?

    init() throws(ThumbnailError) {
        unsafe pointer = unsafe av_frame_alloc()
        if unsafe pointer == nil { throw ThumbnailError(.outOfMemory, "av_frame_alloc failed", isTransient: true) }
    }

    deinit {
        var pointer = unsafe pointer
        unsafe av_frame_free(&pointer)
    }

    /// Of the cropped picture, in pixels.
    var width: Int { unsafe Int(pointer!.pointee.width) }
    var height: Int { unsafe Int(pointer!.pointee.height) }
    var isKeyframe: Bool { unsafe pointer!.pointee.key_frame != 0 }
    /// The decoder could not decode all of it, or concealed what was missing.
    var isDamaged: Bool {
        unsafe pointer!.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 || pointer!.pointee.decode_error_flags != 0
    }
    var pixelFormat: AVPixelFormat { unsafe AVPixelFormat(pointer!.pointee.format) }
    var pixelFormatName: String {
        unsafe av_get_pix_fmt_name(pixelFormat).map { unsafe String(cString: $0) } ?? "unknown"
    }

    /// In units of the stream's time base; nil when neither packet nor decoder knew.
    var timestamp: Int64? {
        let candidates = unsafe [
            pointer!.pointee.best_effort_timestamp, pointer!.pointee.pts, pointer!.pointee.pkt_dts,
        ]
        return candidates.first { $0 != CFFMPEG_NO_TIMESTAMP }
    }

    /// Takes over the picture of `other`, which is empty then. No copy.
    func take(from other: borrowing Frame) {
        unsafe av_frame_unref(pointer)
        unsafe av_frame_move_ref(pointer, other.pointer)
    }
}
