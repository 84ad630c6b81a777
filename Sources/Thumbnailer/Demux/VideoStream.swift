import CFFmpeg

/// The stream that the thumbnail is made of. Valid as long as the demuxer that it came from.
@safe struct VideoStream {
    let pointer: UnsafeMutablePointer<AVStream>

    var index: Int { unsafe Int(pointer.pointee.index) }
    var parameters: UnsafeMutablePointer<AVCodecParameters> { unsafe pointer.pointee.codecpar }

    /// Seconds per unit of a timestamp.
    var timeBase: Double { unsafe av_q2d(pointer.pointee.time_base) }

    /// The first timestamp, in units of the time base; 0 when the container does not tell.
    var startTimestamp: Int64 {
        unsafe pointer.pointee.start_time == CFFMPEG_NO_TIMESTAMP ? 0 : pointer.pointee.start_time
    }

    /// The timestamp at `seconds` after the start, in units of the time base.
    ///
    /// The largest that there is if that is beyond it: neither a wish nor what a damaged header says has bounds.
    func timestamp(after seconds: Double) -> Int64 {
        let (timestamp, overflow) = startTimestamp.addingReportingOverflow(Int64(min(seconds / timeBase, 0x1p62)))
        return overflow ? .max : timestamp
    }

    /// In units of the time base; nil when the container does not tell.
    var duration: Int64? { unsafe pointer.pointee.duration > 0 ? pointer.pointee.duration : nil }

    /// For messages. Codecs that libavcodec does not know go by the four characters of the container (MP4 Registration
    /// Authority).
    var codecName: String {
        let parameters = unsafe parameters.pointee
        guard unsafe parameters.codec_id == AV_CODEC_ID_NONE else {
            return unsafe String(cString: avcodec_get_name(parameters.codec_id))
        }
        let characters = unsafe parameters.codec_tag
        let tag = String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: characters >> ($0 * 8)) }, as: UTF8.self)
        return switch tag {
        case "vvc1", "vvi1": "VVC"
        case "evc1": "EVC"
        case "apv1": "APV"
        case "\0\0\0\0": "unidentified"
        default: "'\(tag)'"
        }
    }

    /// Whether each packet begins with a byte that says if it is encrypted: in WebM. Of MP4, packets are marked.
    var hasSignalBytes: Bool {
        // Where libavformat keeps the ContentEncKeyID of the track.
        unsafe av_dict_get(pointer.pointee.metadata, "enc_key_id", nil, 0) != nil
    }

    var isCoverArt: Bool {
        unsafe pointer.pointee.disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS) != 0
    }

    /// Whether the container says that there are no packets, where it says how many there are.
    var isEmpty: Bool {
        unsafe pointer.pointee.nb_frames == 0 && pointer.pointee.duration == 0
    }

    /// Whether the container says that it is shown unless somebody chooses another one.
    var isDefault: Bool { unsafe pointer.pointee.disposition & AV_DISPOSITION_DEFAULT != 0 }

    var hasDecoder: Bool { unsafe avcodec_find_decoder(parameters.pointee.codec_id) != nil }

    /// Whether the container says which codec it is, in words that libavcodec knows.
    var hasCodec: Bool { unsafe parameters.pointee.codec_id != AV_CODEC_ID_NONE }

    /// Whether the container's header already says all that a decoder must know.
    var hasCompleteParameters: Bool {
        let parameters = unsafe parameters.pointee
        guard unsafe parameters.codec_id != AV_CODEC_ID_NONE, unsafe parameters.width > 0, unsafe parameters.height > 0
        else { return false }
        let needsConfiguration = [
            AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MPEG4, AV_CODEC_ID_VC1, AV_CODEC_ID_WMV3,
            AV_CODEC_ID_THEORA,
        ]
        return unsafe parameters.extradata_size > 0 || !needsConfiguration.contains(parameters.codec_id)
    }

    /// Whether a decoder may find parameter sets nowhere but in the stream's first packet: of H.264, where ffmpeg makes a
    /// transport stream of an MP4, only IDR pictures come with them.
    var mayLackParameterSets: Bool {
        unsafe parameters.pointee.codec_id == AV_CODEC_ID_H264 && parameters.pointee.extradata_size == 0
    }

    /// Whether pixels are indexes into a palette, as far as packets have been looked at.
    var hasPalette: Bool { unsafe parameters.pointee.format == AV_PIX_FMT_PAL8.rawValue }

    /// The aspect ratio of a frame's pixels if `ratio` is that of pixels in the size that the container's header gives.
    ///
    /// VP8 and VP9 streams know no aspect ratio and may change their size at every keyframe; what they are shown in stays
    /// the container's.
    func displayed(_ ratio: Ratio, of frame: borrowing Frame) -> Ratio {
        let header = unsafe parameters.pointee
        guard unsafe [AV_CODEC_ID_VP8, AV_CODEC_ID_VP9].contains(header.codec_id), unsafe header.width > 0,
            unsafe header.height > 0
        else { return ratio }
        let displayed = unsafe Ratio(
            numerator: ratio.numerator * Int(header.width) * frame.height,
            denominator: ratio.denominator * Int(header.height) * frame.width)
        return displayed.isPlausible ? displayed : ratio
    }

    /// A keyframe according to the index.
    struct Keyframe {
        /// What to seek to in order to stand before it, in units of the time base.
        ///
        /// Some demuxers take the time to seek to as presentation time and shift it before they look it up among their
        /// decoding times: so this lies as far after the keyframe as no other keyframe lies.
        var seekTimestamp: Int64
        /// Where its packet is stored, in bytes of the object.
        var range: Range<Int64>
    }

    /// The last keyframe that is shown at or before `timestamp`, or else the first after it.
    ///
    /// The index tells when packets are decoded; a keyframe is shown later than that by the delay of the first one.
    ///
    /// Keyframes that end after the object's end are passed over: the object may have been cut. Nil without an index.
    func keyframe(at timestamp: Int64, objectSize: Int64) -> Keyframe? {
        entry(at: timestamp, objectSize: objectSize).flatMap { keyframe(ofEntry: $0) }
    }

    /// The same, with the keyframes around it.
    ///
    /// - Returns: Keyframes in order of time, and which of them is the wanted one; nil without an index.
    func keyframes(
        around timestamp: Int64, before: Int, after: Int, objectSize: Int64
    ) -> (keyframes: [Keyframe], wanted: Int)? {
        guard let index = entry(at: timestamp, objectSize: objectSize), let wanted = keyframe(ofEntry: index) else {
            return nil
        }
        func walk(_ count: Int, isLater: Bool) -> [Keyframe] {
            var (keyframes, index): ([Keyframe], CInt) = ([], index)
            while keyframes.count < count, let next = neighbour(of: index, isLater: isLater),
                isLater ? next > index : next < index, let keyframe = keyframe(ofEntry: next),
                // Not the entry that ``endIndex()`` adds.
                unsafe avformat_index_get_entry(pointer, next).pointee.timestamp < Self.endOfTime
            {
                keyframes.append(keyframe)
                index = next
            }
            return keyframes
        }
        let earlier = walk(before, isLater: false)
        return (earlier.reversed() + [wanted] + walk(after, isLater: true), earlier.count)
    }

    private func entry(at timestamp: Int64, objectSize: Int64) -> CInt? {
        // Wrapping: a damaged index may hold any number, and must lead to an error and not to a trap.
        let first = unsafe avformat_index_get_entry(pointer, 0)?.pointee.timestamp ?? startTimestamp
        let decoded = timestamp &- max(0, startTimestamp &- first)
        var index = unsafe av_index_search_timestamp(pointer, decoded, AVSEEK_FLAG_BACKWARD)
        if index < 0 { index = unsafe av_index_search_timestamp(pointer, decoded, 0) }
        while index >= 0, let entry = unsafe avformat_index_get_entry(pointer, index) {
            let (start, size) = unsafe (entry.pointee.pos, Int64(entry.pointee.size))
            if start >= 0, start <= objectSize - size { return index }
            guard let earlier = neighbour(of: index, isLater: false), earlier < index else { return nil }
            index = earlier
        }
        return nil
    }

    /// The next keyframe's index entry in one direction.
    private func neighbour(of index: CInt, isLater: Bool) -> CInt? {
        guard let entry = unsafe avformat_index_get_entry(pointer, index) else { return nil }
        let time = unsafe isLater ? entry.pointee.timestamp &+ 1 : entry.pointee.timestamp &- 1
        let found = unsafe av_index_search_timestamp(pointer, time, isLater ? 0 : AVSEEK_FLAG_BACKWARD)
        return found < 0 ? nil : found
    }

    private func keyframe(ofEntry index: CInt) -> Keyframe? {
        guard let entry = unsafe avformat_index_get_entry(pointer, index) else { return nil }
        let (start, size) = unsafe (entry.pointee.pos, Int64(entry.pointee.size))
        let (end, overflow) = start.addingReportingOverflow(size)
        guard start >= 0, size >= 0, !overflow else { return nil }
        let next = neighbour(of: index, isLater: true).flatMap { next in
            unsafe next > index ? avformat_index_get_entry(pointer, next)?.pointee.timestamp : nil
        }
        return Keyframe(seekTimestamp: (next ?? Int64.max / 2) &- 1, range: start..<end)
    }

    /// Whether the demuxer has an index of this stream that leads beyond `offset` bytes.
    ///
    /// Demuxers also note the keyframes that they met.
    func isIndexed(beyond offset: Int64) -> Bool {
        guard let last = unsafe lastIndexEntry else { return false }
        return unsafe last.pointee.pos > offset
    }

    /// - Returns: Whether there was memory for it.
    func addIndexEntry(at position: Int64, timestamp: Int64) -> Bool {
        unsafe av_add_index_entry(pointer, position, timestamp, 0, 0, AVINDEX_KEYFRAME) >= 0
    }

    /// Keeps a demuxer that looks for keyframes after the last one of its index from reading on to the object's end: adds an
    /// entry for the end of time, which leads to the same place.
    func endIndex() {
        guard let last = unsafe lastIndexEntry, unsafe last.pointee.timestamp < Self.endOfTime else { return }
        _ = unsafe addIndexEntry(at: last.pointee.pos, timestamp: Self.endOfTime)
    }

    private static let endOfTime: Int64 = 1 << 60

    private var lastIndexEntry: UnsafePointer<AVIndexEntry>? {
        unsafe avformat_index_get_entry(pointer, avformat_index_get_entries_count(pointer) - 1)
    }

    /// How many bits of a timestamp the container stores.
    var timestampBits: Int { unsafe Int(pointer.pointee.pts_wrap_bits) }

    /// The container's own number of this stream.
    var containerID: Int { unsafe Int(pointer.pointee.id) }
}
