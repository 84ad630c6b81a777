import CFFmpeg

/// Where the samples of a pixel format lie, for the formats that can be averaged as they are: components of 8 bits, or of 9
/// to 16 bits in little-endian words, planar or interleaved.
struct SampleLayout: Equatable, Sendable {
    struct Component: Equatable, Sendable {
        var plane: Int
        /// Of the first sample, and from one to the next, in samples.
        var offset: Int
        var step: Int
    }

    /// Y', Cb and Cr, or R, G and B, or grey alone.
    var colours: [Component]
    var alpha: Component?
    /// Bits of a code value with the bits below it that are always zero: 16 for p010, whose samples fill the word's top.
    var depth: Int
    var isRGB: Bool
    /// How much fewer samples the second and third component have along each axis, as powers of two.
    var chromaWidthShift: Int
    var chromaHeightShift: Int

    /// - Returns: Nil for formats of other kinds: palettes, bit fields, big-endian words, floating point, Bayer patterns.
    init?(of format: AVPixelFormat) {
        guard let descriptor = unsafe av_pix_fmt_desc_get(format)?.pointee else { return nil }
        let unusual =
            UInt64(AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL)
            | UInt64(AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT)
        // CIE XYZ is neither of the two kinds of colour; UYYVYY has its luma at uneven distances.
        let isOther =
            format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE || format == AV_PIX_FMT_UYYVYY411
        let flags = unsafe descriptor.flags
        guard flags & unusual == 0, !isOther, unsafe descriptor.nb_components > 0 else { return nil }
        let all = unsafe [descriptor.comp.0, descriptor.comp.1, descriptor.comp.2, descriptor.comp.3]
            .prefix(Int(descriptor.nb_components))
        let bits = Int(all[0].depth)
        let bytes = bits > 8 ? 2 : 1
        guard (8...16).contains(bits), bits == 8 || flags & UInt64(AV_PIX_FMT_FLAG_BE) == 0,
            all.allSatisfy({
                Int($0.depth) == bits && $0.shift == all[0].shift && Int($0.step) % bytes == 0
                    && Int($0.offset) % bytes == 0
            }), bits + Int(all[0].shift) <= 8 * bytes
        else { return nil }

        var components = all.map {
            Component(plane: Int($0.plane), offset: Int($0.offset) / bytes, step: Int($0.step) / bytes)
        }
        alpha = flags & UInt64(AV_PIX_FMT_FLAG_ALPHA) != 0 ? components.removeLast() : nil
        colours = components
        depth = bits + Int(all[0].shift)
        isRGB = flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
        chromaWidthShift = isRGB ? 0 : unsafe Int(descriptor.log2_chroma_w)
        chromaHeightShift = isRGB ? 0 : unsafe Int(descriptor.log2_chroma_h)
    }
}
