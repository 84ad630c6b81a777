import CFFmpeg

extension Frame {
    /// The samples of one plane; only valid while the frame lives.
    ///
    /// - Parameter samplesPerLine: Of all components in the plane.
    /// - Returns: Nil if the frame has no such plane.
    func plane(_ index: Int, samplesPerLine: Int, lines: Int, depth: Int) -> PlaneSamples? {
        let frame = unsafe pointer!.pointee
        let (data, stride): (UnsafeMutablePointer<UInt8>?, CInt) =
            switch index {
            case 0: unsafe (frame.data.0, frame.linesize.0)
            case 1: unsafe (frame.data.1, frame.linesize.1)
            case 2: unsafe (frame.data.2, frame.linesize.2)
            default: unsafe (frame.data.3, frame.linesize.3)
            }
        guard let data = unsafe data else { return nil }
        return unsafe PlaneSamples(
            base: UnsafeRawPointer(data), stride: Int(stride), columns: samplesPerLine, lines: lines, depth: depth)
    }
}
