import CFFmpeg

extension Orientation {
    /// How a frame must be turned: by the container's display matrix, and where it has none, by what the H.264 or HEVC
    /// stream itself says (display orientation SEI message), which libavcodec gives as the frame's matrix.
    init(of frame: borrowing Frame, in stream: VideoStream) {
        self = Self.container(of: stream) ?? Self.video(of: frame) ?? .upright
    }

    private static func container(of stream: VideoStream) -> Orientation? {
        var size = 0
        let data = unsafe av_stream_get_side_data(stream.pointer, AV_PKT_DATA_DISPLAYMATRIX, &size)
        return unsafe Orientation(displayMatrix: data, size: size)
    }

    private static func video(of frame: borrowing Frame) -> Orientation? {
        guard let data = unsafe av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX) else { return nil }
        return unsafe Orientation(displayMatrix: data.pointee.data, size: data.pointee.size)
    }

    private init?(displayMatrix data: UnsafeMutablePointer<UInt8>?, size: Int) {
        guard let data = unsafe data, size >= 36 else { return nil }
        let numbers = (0..<9).map {
            unsafe UnsafeRawPointer(data).loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)
        }
        self.init(displayMatrix: numbers)
    }
}
