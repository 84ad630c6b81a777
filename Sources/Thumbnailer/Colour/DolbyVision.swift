import CFFmpeg

/// What a stream's Dolby Vision configuration says (Dolby Vision Streams Within the ISO Base Media File Format, §3.2).
struct DolbyVision: Equatable, Sendable {
    var profile: Int
    /// What the base layer is without Dolby's metadata: 1 for HDR10, 2 for SDR, 4 for HLG, 6 for Blu-ray's HDR10, 0 for
    /// nothing that anything else could show.
    var compatibility: Int

    init(profile: Int, compatibility: Int) {
        self.profile = profile
        self.compatibility = compatibility
    }

    /// Nil if the stream has none.
    init?(of stream: VideoStream) {
        var size = 0
        let data = unsafe av_stream_get_side_data(stream.pointer, AV_PKT_DATA_DOVI_CONF, &size)
        guard let data = unsafe data, size >= MemoryLayout<AVDOVIDecoderConfigurationRecord>.size else { return nil }
        let record = unsafe UnsafeRawPointer(data).assumingMemoryBound(to: AVDOVIDecoderConfigurationRecord.self)
        profile = unsafe Int(record.pointee.dv_profile)
        compatibility = unsafe Int(record.pointee.dv_bl_signal_compatibility_id)
    }

    /// Whether the base layer is in Dolby's own IPT colours, reshaped by metadata: green and purple to everybody else.
    ///
    /// In the profiles before 8, the field that tells of compatibility was not there yet.
    var isIncompatible: Bool { profile == 5 || profile >= 10 && compatibility == 0 }

    /// - Throws: ``ThumbnailError/Code/unsupportedDolbyVision``.
    func check() throws(ThumbnailError) {
        guard isIncompatible else { return }
        throw ThumbnailError(
            .unsupportedDolbyVision,
            "the video is Dolby Vision of profile \(profile), whose colours only Dolby's own decoders can show")
    }
}
