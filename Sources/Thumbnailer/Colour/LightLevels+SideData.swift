import CFFmpeg

extension LightLevels {
    /// From the side data of a frame, and where it has none, of its stream.
    init(of frame: borrowing Frame, in stream: VideoStream) {
        func sideData(_ inFrame: AVFrameSideDataType, _ inStream: AVPacketSideDataType) -> UnsafeRawPointer? {
            if let data = unsafe av_frame_get_side_data(frame.pointer, inFrame) {
                return unsafe UnsafeRawPointer(data.pointee.data)
            }
            return unsafe UnsafeRawPointer(av_stream_get_side_data(stream.pointer, inStream, nil))
        }
        if let data = unsafe sideData(AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, AV_PKT_DATA_CONTENT_LIGHT_LEVEL) {
            let level = unsafe data.assumingMemoryBound(to: AVContentLightMetadata.self)
            maximumContentLight = unsafe Double(level.pointee.MaxCLL)
        }
        if let data = unsafe sideData(
            AV_FRAME_DATA_MASTERING_DISPLAY_METADATA, AV_PKT_DATA_MASTERING_DISPLAY_METADATA)
        {
            let display = unsafe data.assumingMemoryBound(to: AVMasteringDisplayMetadata.self).pointee
            if display.has_luminance != 0, display.max_luminance.den != 0 {
                masteringPeak = av_q2d(display.max_luminance)
            }
        }
    }
}
