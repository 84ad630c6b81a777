import CFFmpeg

/// Gives a decoder the memory for its pictures: its `get_buffer2`.
///
/// Must outlive the decoder's context, whose `opaque` points to it. The pictures own their memory themselves.
@safe final class PictureBuffers {
    private let limits: PictureLimits
    /// Whether the decoder asks for the picture of a packet first, and then for each reference that it misses.
    private let makesUpReferences: Bool
    /// Missing references are never read, since only intra pictures are decoded: each gets the same row of samples.
    var savesReferences = true
    /// Asked for since ``begin()``.
    private var pictures = 0
    /// Since the decoder was opened: what is reused holds the samples of an earlier picture.
    private var isFresh = true
    /// One row, which stands for all rows of all planes.
    private var row: UnsafeMutablePointer<AVBufferRef>?
    /// Why the decoder got no memory, in words that it would not find.
    private(set) var refusal: ThumbnailError?

    init(limits: PictureLimits, codec: AVCodecID) {
        self.limits = limits
        makesUpReferences = codec == AV_CODEC_ID_HEVC
    }

    deinit { unsafe av_buffer_unref(&row) }

    /// A packet comes.
    func begin() { pictures = 0 }

    /// References that the packet's picture asked for and that are not there: what was decoded from them is no picture.
    var missingReferences: Int { makesUpReferences ? max(pictures - 1, 0) : 0 }

    /// Makes `context` take its memory from here.
    func attach(to context: UnsafeMutablePointer<AVCodecContext>) {
        unsafe context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
        unsafe context.pointee.get_buffer2 = { context, frame, flags in
            let buffers = unsafe Unmanaged<PictureBuffers>.fromOpaque(context!.pointee.opaque).takeUnretainedValue()
            return unsafe buffers.allocate(for: context!, frame!, flags: flags)
        }
    }

    private func allocate(
        for context: UnsafeMutablePointer<AVCodecContext>, _ frame: UnsafeMutablePointer<AVFrame>, flags: CInt
    ) -> CInt {
        let (width, height) = unsafe (frame.pointee.width, frame.pointee.height)
        let size = unsafe av_image_get_buffer_size(AVPixelFormat(frame.pointee.format), width, height, 1)
        guard size >= 0, limits.allow(width: Int(width), height: Int(height), bytes: Int(size)) else {
            refusal = .tooLarge(width: Int(width), height: Int(height), limits)
            return CFFMPEG_ERROR_NO_MEMORY
        }
        // Without this flag it is a copy for showing, with film grain.
        if flags & AV_GET_BUFFER_FLAG_REF != 0 {
            pictures += 1
            if savesReferences, missingReferences > 0 { return unsafe lendRow(to: frame, context) }
        }
        let result = unsafe avcodec_default_get_buffer2(context, frame, flags)
        if result >= 0, savesReferences {
            // So that what is left undecoded never shows another picture.
            if !isFresh { unsafe Self.clear(frame) }
            isFresh = false
        }
        return result
    }

    /// An HEVC picture at which decoding may begin (CRA) names the references of the pictures that follow it. libavcodec
    /// makes up all those that are not there: with 3840x2160 and 10 bits, four grey pictures of 25 MB each.
    ///
    /// Measured with such a picture: 219 -> 118 MB of peak memory, with the same result.
    private func lendRow(
        to frame: UnsafeMutablePointer<AVFrame>, _ context: UnsafeMutablePointer<AVCodecContext>
    ) -> CInt {
        if unsafe row == nil {
            let (width, height) = unsafe (frame.pointee.width, frame.pointee.height)
            var (alignedWidth, alignedHeight) = (width, height)
            unsafe avcodec_align_dimensions(context, &alignedWidth, &alignedHeight)
            let size = unsafe av_image_get_linesize(AVPixelFormat(frame.pointee.format), alignedWidth, 0)
            unsafe row = unsafe av_buffer_allocz(Int(max(size, 0)) + Self.padding)
        }
        let planes = unsafe av_pix_fmt_count_planes(AVPixelFormat(frame.pointee.format))
        guard planes > 0, planes <= 4, let row = unsafe row, let buffer = unsafe av_buffer_ref(row) else {
            return CFFMPEG_ERROR_NO_MEMORY
        }
        unsafe frame.pointee.buf.0 = unsafe buffer
        unsafe frame.pointee.extended_data = unsafe Self.data(of: frame)
        for plane in 0..<Int(planes) {
            unsafe Self.data(of: frame)[plane] = unsafe buffer.pointee.data
            unsafe Self.strides(of: frame)[plane] = 0
        }
        return 0
    }

    /// What SIMD code may write beyond a row's end, and more.
    private static let padding = 256

    private static func clear(_ frame: UnsafeMutablePointer<AVFrame>) {
        var plane = 0
        while plane < 4, let buffer = unsafe av_frame_get_plane_buffer(frame, CInt(plane)) {
            unsafe memset(buffer.pointee.data, 0, buffer.pointee.size)
            plane += 1
        }
    }

    private static func data(
        of frame: UnsafeMutablePointer<AVFrame>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?> {
        unsafe UnsafeMutableRawPointer(frame).advanced(by: MemoryLayout<AVFrame>.offset(of: \.data)!)
            .assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
    }

    private static func strides(of frame: UnsafeMutablePointer<AVFrame>) -> UnsafeMutablePointer<CInt> {
        unsafe UnsafeMutableRawPointer(frame).advanced(by: MemoryLayout<AVFrame>.offset(of: \.linesize)!)
            .assumingMemoryBound(to: CInt.self)
    }
}

extension ThumbnailError {
    static func tooLarge(width: Int, height: Int, _ limits: PictureLimits) -> ThumbnailError {
        ThumbnailError(
            .tooLarge,
            "a picture of \(width)x\(height) needs more than the \(limits.pixels) pixels or the \(limits.bytes >> 20) MB "
                + "that are allowed")
    }
}
