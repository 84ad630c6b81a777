import CFFmpeg
import Thumbnailer

/// A 4:2:0 picture of noise in memory, aligned and padded as a decoder's.
final class NoisePicture {
    let width: Int
    let height: Int
    let depth: Int
    let frame: UnsafeMutablePointer<AVFrame>

    init(width: Int, height: Int, depth: Int) {
        self.width = width
        self.height = height
        self.depth = depth
        frame = av_frame_alloc()
        frame.pointee.width = CInt(width)
        frame.pointee.height = CInt(height)
        frame.pointee.format = (depth == 8 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV420P10LE).rawValue
        precondition(av_frame_get_buffer(frame, 0) >= 0)
        var state: UInt32 = 1
        for (data, stride, lines) in planes {
            for i in 0..<stride * lines {
                state = state &* 1_664_525 &+ 1_013_904_223
                // The upper byte of a ten-bit word has two bits.
                data[i] = UInt8(truncatingIfNeeded: state >> 24) & (depth > 8 && i % 2 == 1 ? 3 : 255)
            }
        }
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        av_frame_free(&frame)
    }

    /// Data, bytes from line to line, and lines.
    var planes: [(UnsafeMutablePointer<UInt8>, Int, Int)] {
        [
            (frame.pointee.data.0!, Int(frame.pointee.linesize.0), height),
            (frame.pointee.data.1!, Int(frame.pointee.linesize.1), height / 2),
            (frame.pointee.data.2!, Int(frame.pointee.linesize.2), height / 2),
        ]
    }

    /// All three planes to one size, as the scaler does it: tables of the weights included.
    func averaged(width: Int, height: Int) -> [[UInt16]] {
        func axes(_ sourceWidth: Int, _ sourceHeight: Int) -> (AxisWeights, AxisWeights) {
            (
                AxisWeights(count: width, origin: 0, length: Double(sourceWidth), sampleCount: sourceWidth),
                AxisWeights(count: height, origin: 0, length: Double(sourceHeight), sampleCount: sourceHeight)
            )
        }
        let (luma, chroma) = (axes(self.width, self.height), axes(self.width / 2, self.height / 2))
        return planes.enumerated().map { i, plane in
            let (horizontal, vertical) = i == 0 ? luma : chroma
            return PlaneSamples(
                base: plane.0, stride: plane.1, columns: i == 0 ? self.width : self.width / 2, lines: plane.2,
                depth: depth
            ).averaged(vertical: vertical, components: [.init(horizontal: horizontal)])[0]
        }
    }

    /// The same with libswscale, as it was used before: a new context and ten bits for each picture.
    func swscaled(width: Int, height: Int) {
        var small = av_frame_alloc()
        defer { av_frame_free(&small) }
        small!.pointee.width = CInt(width)
        small!.pointee.height = CInt(height)
        small!.pointee.format = AV_PIX_FMT_YUV444P10LE.rawValue
        precondition(av_frame_get_buffer(small, 0) >= 0)
        let context = sws_getContext(
            CInt(self.width), CInt(self.height), AVPixelFormat(frame.pointee.format), CInt(width), CInt(height),
            AV_PIX_FMT_YUV444P10LE, SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nil, nil,
            nil)
        defer { sws_freeContext(context) }
        precondition(sws_scale_frame(context, small, frame) >= 0)
    }
}
