import CFFmpeg

/// A sample of a picture's pixels, whatever its pixel format.
struct FrameSamples {
    /// Luma, or what stands for it, from 0 to 1.
    var luma: [Double] = []
    /// How many of the samples are 0 in luma and chroma alike, which is no colour: nothing was decoded there.
    var undecoded = 0

    /// A picture with more than so much of it undecoded is damaged: a thirtieth of its rows is looked at.
    private static let toleratedPart = 0.01

    var isUndecoded: Bool { Double(undecoded) > Double(luma.count) * Self.toleratedPart }
}

extension Frame {
    private static let rows = 32

    /// Samples of 33 rows, the last one among them.
    ///
    /// - Complexity: Up to 33 rows are read.
    func samples() -> FrameSamples {
        var samples = FrameSamples()
        guard let descriptor = unsafe av_pix_fmt_desc_get(pixelFormat), width > 0, height > 0,
            unsafe descriptor.pointee.flags & Self.unreadable == 0, unsafe descriptor.pointee.comp.0.depth <= 16
        else { return samples }
        let flags = unsafe descriptor.pointee.flags
        let isPalette = flags & UInt64(AV_PIX_FMT_FLAG_PAL) != 0
        let isRGB = flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0 && !isPalette
        // Green, blue and red are black where all of them are 0, also in planes that are named Y, U and V.
        let lacksDifferences = unsafe [AVCOL_SPC_RGB, AVCOL_SPC_YCGCO].contains(pointer!.pointee.colorspace)
        let hasChroma = unsafe descriptor.pointee.nb_components >= 3 && !isRGB && !lacksDifferences
        // Of RGB, green is most of the luma.
        let depth = unsafe isRGB ? descriptor.pointee.comp.1.depth : descriptor.pointee.comp.0.depth
        let largest = Double((1 << depth) - 1)
        let chromaShift = unsafe Int(descriptor.pointee.log2_chroma_w)
        let chromaRows = unsafe Int(descriptor.pointee.log2_chroma_h)
        let rows = Set((0..<Self.rows).map { (2 * $0 + 1) * height / (2 * Self.rows) } + [height - 1]).sorted()
        for y in rows {
            var line = unsafe components(isRGB ? 1 : 0, row: y, count: width, descriptor)
            if isPalette { line = line.map { unsafe UInt16(pointer!.pointee.data.1![4 * Int($0) + 1]) } }
            samples.luma += line.map { Double($0) / largest }
            guard hasChroma, line.contains(0) else { continue }
            let count = (width + (1 << chromaShift) - 1) >> chromaShift
            let u = unsafe components(1, row: y >> chromaRows, count: count, descriptor)
            let v = unsafe components(2, row: y >> chromaRows, count: count, descriptor)
            for x in line.indices where line[x] == 0 && u[x >> chromaShift] == 0 && v[x >> chromaShift] == 0 {
                samples.undecoded += 1
            }
        }
        return samples
    }

    /// Kinds of pixels that cannot be read one by one.
    private static let unreadable =
        UInt64(AV_PIX_FMT_FLAG_HWACCEL) | UInt64(AV_PIX_FMT_FLAG_BAYER) | UInt64(AV_PIX_FMT_FLAG_FLOAT)

    private func components(
        _ component: CInt, row: Int, count: Int, _ descriptor: UnsafePointer<AVPixFmtDescriptor>
    ) -> [UInt16] {
        let frame = unsafe pointer!.pointee
        var data = unsafe (
            UnsafePointer(frame.data.0), UnsafePointer(frame.data.1), UnsafePointer(frame.data.2),
            UnsafePointer(frame.data.3)
        )
        var strides = unsafe (frame.linesize.0, frame.linesize.1, frame.linesize.2, frame.linesize.3)
        return unsafe [UInt16](unsafeUninitializedCapacity: count) { out, written in
            unsafe withUnsafeMutablePointer(to: &data) { data in
                unsafe data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 4) { data in
                    unsafe withUnsafeMutablePointer(to: &strides) { strides in
                        unsafe strides.withMemoryRebound(to: CInt.self, capacity: 4) { strides in
                            unsafe av_read_image_line2(
                                out.baseAddress, data, strides, descriptor, 0, CInt(row), component, CInt(count),
                                0, 2)
                        }
                    }
                }
            }
            written = count
        }
    }
}
