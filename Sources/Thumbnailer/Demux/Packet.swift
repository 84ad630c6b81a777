import CFFmpeg

/// Owner of one AVPacket.
@safe struct Packet: ~Copyable {
    private(set) var pointer: UnsafeMutablePointer<AVPacket>?

    init() throws(ThumbnailError) {
        unsafe pointer = unsafe av_packet_alloc()
        if unsafe pointer == nil { throw ThumbnailError(.outOfMemory, "av_packet_alloc failed", isTransient: true) }
    }

    deinit {
        var pointer = unsafe pointer
        unsafe av_packet_free(&pointer)
    }

    var streamIndex: Int { unsafe Int(pointer!.pointee.stream_index) }
    /// When it is shown, in units of the stream's time base; nil when the container does not tell.
    var timestamp: Int64? {
        unsafe pointer!.pointee.pts == CFFMPEG_NO_TIMESTAMP ? nil : pointer!.pointee.pts
    }
    /// When it is decoded, likewise.
    var decodingTimestamp: Int64? {
        unsafe pointer!.pointee.dts == CFFMPEG_NO_TIMESTAMP ? nil : pointer!.pointee.dts
    }
    /// How long it is shown, in the same units; 0 when nobody knows.
    var duration: Int64 { unsafe pointer!.pointee.duration }
    /// Where it begins in the object, in bytes; nil when the demuxer does not tell.
    var position: Int64? { unsafe pointer!.pointee.pos < 0 ? nil : pointer!.pointee.pos }
    var isKeyframe: Bool { unsafe pointer!.pointee.flags & AV_PKT_FLAG_KEY != 0 }
    /// Whether the demuxer marked the samples as encrypted (Common Encryption, ISO/IEC 23001-7).
    var isEncrypted: Bool {
        var size = 0
        return unsafe av_packet_get_side_data(pointer, AV_PKT_DATA_ENCRYPTION_INFO, &size) != nil
    }

    /// Takes off the byte with which each packet of an encrypted WebM track begins (WebM Encryption, 4.6), and marks the
    /// packet as encrypted if that says so: the beginning of such a track may be clear.
    func takeSignalByte() {
        guard unsafe pointer!.pointee.size > 0, let data = unsafe pointer!.pointee.data else { return }
        if unsafe data.pointee & 1 != 0 {
            unsafe av_packet_new_side_data(pointer, AV_PKT_DATA_ENCRYPTION_INFO, 1)
        } else {
            unsafe pointer!.pointee.data = data + 1
            unsafe pointer!.pointee.size -= 1
        }
    }

    /// Takes over the content of `other`, which is empty then. No copy.
    func take(from other: borrowing Packet) {
        clear()
        unsafe av_packet_move_ref(pointer, other.pointer)
    }

    /// Drops the content, so that the packet can be filled again.
    func clear() { unsafe av_packet_unref(pointer) }
}
