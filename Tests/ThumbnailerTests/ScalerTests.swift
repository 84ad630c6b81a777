import CFFmpeg
import Testing

@testable import Thumbnailer

@Suite("Scaling of frames")
struct ScalerTests {
    /// A frame whose samples are computed: component, column and line to code value. Lines of its planes are padded.
    private func frame(
        _ format: AVPixelFormat, _ width: Int, _ height: Int, _ value: (_ plane: Int, _ x: Int, _ y: Int) -> Int
    ) throws -> Frame {
        let frame = try Frame()
        unsafe frame.pointer!.pointee.width = CInt(width)
        unsafe frame.pointer!.pointee.height = CInt(height)
        unsafe frame.pointer!.pointee.format = format.rawValue
        try #require(unsafe av_frame_get_buffer(frame.pointer, 0) >= 0)
        let descriptor = unsafe av_pix_fmt_desc_get(format).pointee
        let sample = unsafe descriptor.comp.0.depth > 8 ? 2 : 1
        for plane in 0..<Int(av_pix_fmt_count_planes(format)) {
            let isChroma = plane == 1 || plane == 2
            let shiftY = isChroma ? unsafe Int(descriptor.log2_chroma_h) : 0
            let line = Int(av_image_get_linesize(format, CInt(width), CInt(plane))) / sample
            let (data, stride) =
                unsafe [
                    (frame.pointer!.pointee.data.0, frame.pointer!.pointee.linesize.0),
                    (frame.pointer!.pointee.data.1, frame.pointer!.pointee.linesize.1),
                    (frame.pointer!.pointee.data.2, frame.pointer!.pointee.linesize.2),
                    (frame.pointer!.pointee.data.3, frame.pointer!.pointee.linesize.3),
                ][plane]
            for y in 0..<(height + (1 << shiftY) - 1) >> shiftY {
                for x in 0..<line {
                    let address = unsafe UnsafeMutableRawPointer(data!) + y * Int(stride) + x * sample
                    if sample == 2 {
                        unsafe address.storeBytes(of: UInt16(value(plane, x, y)), as: UInt16.self)
                    } else {
                        unsafe address.storeBytes(of: UInt8(value(plane, x, y)), as: UInt8.self)
                    }
                }
            }
        }
        return frame
    }

    private func scale(
        _ frame: borrowing Frame, _ width: Int, _ height: Int, region: SourceRegion? = nil, siting: ChromaSiting? = nil
    ) throws -> SmallPicture {
        try Scaler(width: width, height: height, siting: siting).scale(
            frame, colour: ColourDescription(of: frame), region: region ?? .whole(of: frame))
    }

    /// Where a plane steps from one level to another on its first line, in pixels from the left: by the line's sum, which
    /// neither averaging nor interpolation changes.
    private func edge(_ plane: [UInt16], _ width: Int) -> Double {
        let line = plane.prefix(width).map(Double.init)
        let (left, right) = (line.first!, line.last!)
        return Double(width) - line.reduce(0) { $0 + $1 - left } / (right - left)
    }

    /// 64 pixels, left half dark, right half light; the chroma sample that is sited at luma column 2c + `place` gets what
    /// filtering the coloured edge there gives.
    private func edgeFrame(_ place: Double) throws -> Frame {
        try frame(AV_PIX_FMT_YUV420P, 64, 8) { plane, x, _ in
            if plane == 0 { return x < 32 ? 50 : 200 }
            // Of the pixels that a chroma sample stands for, from place - 0.5 to place + 1.5, how many are right of 32.
            let middle = 2 * Double(x) + place + 0.5
            let right = min(max((middle + 1 - 32) / 2, 0), 1)
            return 60 + Int((140 * right).rounded())
        }
    }

    @Test("Chroma lands where luma does, wherever its samples are sited")
    func siting() throws {
        for width in [64, 48, 32, 16] {
            for (place, siting) in [(0.0, ChromaSiting.left), (0.5, .centre)] {
                let picture = try scale(try edgeFrame(place), width, 4, siting: siting)
                let luma = edge(picture.luma, width)
                let chroma = edge(picture.blueDifference, width)
                let middle = Double(width) / 2
                #expect(abs(luma - middle) < 0.02)
                #expect(abs(luma - chroma) < 0.03, "\(width) wide: luma \(luma), chroma \(chroma)")
            }
            // Taken for the other one, colour is half a pixel of the video away.
            let mistaken = try scale(try edgeFrame(0), width, 4, siting: .centre)
            let off = abs(edge(mistaken.blueDifference, width) - Double(width) / 2)
            let expected = Double(width) / 128
            #expect(abs(off - expected) < 0.05, "\(off)")
        }
    }

    @Test("What the frame says of its chroma is used")
    func statedSiting() throws {
        let frame = try edgeFrame(0)
        #expect(ChromaSiting(of: frame) == .centre)
        unsafe frame.pointer!.pointee.chroma_location = AVCHROMA_LOC_TOPLEFT
        #expect(ChromaSiting(of: frame) == .topLeft)
        let picture = try scale(frame, 64, 8)
        #expect(abs(edge(picture.blueDifference, 64) - 32) < 0.02)
    }

    @Test("A region comes out as if it were the frame")
    func region() throws {
        let value = { (plane: Int, x: Int, y: Int) in (x * 7 + y * 13 + plane * 50) % 256 }
        let whole = try frame(AV_PIX_FMT_YUV444P, 90, 70, value)
        let part = try frame(AV_PIX_FMT_YUV444P, 41, 33) { value($0, $1 + 20, $2 + 11) }
        let region = SourceRegion(x: 20, y: 11, width: 41, height: 33)
        let (a, b) = (try scale(whole, 17, 12, region: region), try scale(part, 17, 12))
        #expect(a.luma == b.luma && a.blueDifference == b.blueDifference && a.redDifference == b.redDifference)
    }

    @Test("A region's edges may lie within pixels")
    func fractionalRegion() throws {
        let ramp = try frame(AV_PIX_FMT_GRAY8, 100, 10) { _, x, _ in x * 2 }
        let region = SourceRegion(x: 10.25, y: 0, width: 40, height: 10)
        let picture = try scale(ramp, 10, 2, region: region)
        // Means of four columns of a ramp by two: 2 · (10.25 + 4i + 2 - 0.5).
        for i in 0..<10 {
            let expected = 23.5 + 8 * Double(i)
            let off = Double(picture.luma[i]) / 256 - expected
            #expect(abs(off) < 0.5, "\(i)")
        }
    }

    @Test(
        "Alpha is scaled as the colours are",
        arguments: [
            AV_PIX_FMT_YUVA420P, AV_PIX_FMT_YUVA444P10LE, AV_PIX_FMT_RGBA, AV_PIX_FMT_BGRA, AV_PIX_FMT_ARGB,
            AV_PIX_FMT_ABGR, AV_PIX_FMT_RGBA64LE, AV_PIX_FMT_RGBA64BE, AV_PIX_FMT_GBRAP, AV_PIX_FMT_YA8,
            AV_PIX_FMT_YA16LE,
        ].map(\.rawValue))
    func alpha(format: Int32) throws {
        let format = AVPixelFormat(format)
        let descriptor = unsafe av_pix_fmt_desc_get(format).pointee
        let alpha =
            unsafe descriptor.nb_components == 2 ? descriptor.comp.1 : descriptor.comp.3
        let sample = alpha.depth > 8 ? 2 : 1
        let isBig = unsafe descriptor.flags & UInt64(AV_PIX_FMT_FLAG_BE) != 0
        let white = (1 << Int(alpha.depth)) - 1
        let picture = try scale(
            try frame(format, 16, 8) { plane, x, _ in
                let step = Int(alpha.step) / sample
                guard plane == Int(alpha.plane), x % step == Int(alpha.offset) / sample else { return 0 }
                let code = x / step < 8 ? 0 : white / 3
                return isBig ? Int(UInt16(code).byteSwapped) : code
            }, 4, 2)
        let scaled = try #require(picture.alpha)
        let right = UInt16((white / 3) << (16 - Int(alpha.depth)))
        // One unit of 65,536, which sixteen-bit alpha has no zeros for.
        for (sample, expected) in zip(scaled, [0, 0, right, right, 0, 0, right, right]) {
            #expect(abs(Int(sample) - Int(expected)) <= 1)
        }
        #expect(scaled.count == 8)
    }

    @Test(
        "Formats without alpha have none",
        arguments: [AV_PIX_FMT_YUV420P, AV_PIX_FMT_BGR0, AV_PIX_FMT_GRAY8].map(\.rawValue))
    func opaque(format: Int32) throws {
        #expect(try scale(try frame(AVPixelFormat(format), 16, 8) { _, _, _ in 9 }, 4, 2).alpha == nil)
    }

    /// Red, green and blue as bytes, in formats that hold them in every way there is.
    @Test(
        "RGB comes out the same however it is packed",
        arguments: [
            AV_PIX_FMT_RGB24, AV_PIX_FMT_BGR24, AV_PIX_FMT_RGBA, AV_PIX_FMT_BGR0, AV_PIX_FMT_0RGB, AV_PIX_FMT_GBRP,
            AV_PIX_FMT_RGB48LE, AV_PIX_FMT_RGB48BE, AV_PIX_FMT_GBRP10LE, AV_PIX_FMT_RGB565LE, AV_PIX_FMT_RGB555LE,
            AV_PIX_FMT_PAL8,
        ].map(\.rawValue))
    func rgb(format: Int32) throws {
        let format = AVPixelFormat(format)
        let source = try frame(AV_PIX_FMT_RGB24, 32, 8) { _, x, _ in
            // Stripes of white, black, red and blue, two pixels each.
            let colours = [[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]]
            return colours[x / 6 % 4][x % 3]
        }
        let converted: Frame
        if format == AV_PIX_FMT_PAL8 {
            converted = try frame(format, 32, 8) { _, x, _ in x / 2 % 4 }
            for x in 0..<16 {
                // Blue, green, red, alpha of each entry.
                let entries: [[UInt8]] = [[255, 255, 255, 255], [0, 0, 0, 255], [0, 0, 255, 255], [255, 0, 0, 255]]
                unsafe converted.pointer!.pointee.data.1![x] = entries[x / 4][x % 4]
            }
        } else {
            converted = try frame(format, 32, 8) { _, _, _ in 0 }
            let context = sws_getContext(
                32, 8, AV_PIX_FMT_RGB24, 32, 8, format, SWS_POINT | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nil, nil,
                nil)
            defer { sws_freeContext(context) }
            try #require(unsafe sws_scale_frame(context, converted.pointer, source.pointer) >= 0)
        }
        let picture = try scale(converted, 2, 1)
        let white = Double(SmallPicture.white(ofDepth: ColourDescription(of: converted).depth))
        // Means of the four stripes: red 1/2, green 1/4, blue 1/2.
        let luma = 0.299 / 2 + 0.587 / 4 + 0.114 / 2
        for (sample, expected) in zip(
            [picture.luma[0], picture.blueDifference[0], picture.redDifference[0]],
            [luma * white, (0.5 - luma) / 1.772 * white + 32768, (0.5 - luma) / 1.402 * white + 32768])
        {
            // An eight-bit step is 256.
            #expect(abs(Double(sample) - expected) < 300, "\(sample) instead of \(expected)")
        }
    }

    @Test(
        "Interlaced frames show no comb and stand where they stood",
        arguments: [(true, 12), (false, 12), (true, 36), (false, 36)])
    func interlaced(isTopFieldFirst: Bool, height: Int) throws {
        // A bar that moved by 16 pixels between the fields, and a lying edge that did not move.
        let combed = try frame(AV_PIX_FMT_GRAY8, 64, 48) { _, x, y in
            let isFirst = (y % 2 == 0) == isTopFieldFirst
            if x < 48 { return (isFirst ? 4..<20 : 20..<36).contains(x) ? 200 : 40 }
            return y * 4
        }
        unsafe combed.pointer!.pointee.interlaced_frame = 1
        unsafe combed.pointer!.pointee.top_field_first = isTopFieldFirst ? 1 : 0
        let picture = try scale(combed, 64, height)
        func sample(_ x: Int, _ y: Int) -> Double { Double(picture.luma[y * 64 + x]) / 256 }
        for y in 0..<height {
            // No comb: all lines show the bar alike.
            for x in 0..<48 {
                let difference = sample(x, y) - sample(x, height / 2)
                #expect(abs(difference) < 0.1, "\(x), \(y)")
            }
            if height == 12 {
                // The field that is shown first.
                #expect(abs(sample(10, y) - 200) < 0.1)
                #expect(abs(sample(28, y) - 40) < 0.1)
            }
            // The ramp stands at its place to an eighth of a line: four levels a line, from a line's middle; but for the
            // repeated last lines.
            if y > 0, y < height - 1 {
                let expected = ((Double(y) + 0.5) * 48 / Double(height) - 0.5) * 4
                #expect(abs(sample(60, y) - expected) < 0.5, "\(sample(60, y)) instead of \(expected) at \(y)")
            }
        }
    }

    @Test("Progressive frames keep all lines")
    func progressive() throws {
        let stripes = try frame(AV_PIX_FMT_GRAY8, 8, 8) { _, _, y in y % 2 * 200 }
        let expected = (0..<64).map { (i: Int) -> UInt16 in i / 8 % 2 == 0 ? 0 : 51200 }
        #expect(try scale(stripes, 8, 8).luma == expected)
        #expect(try scale(stripes, 2, 2).luma == [25600, 25600, 25600, 25600])
    }

    @Test("The smallest and the longest pictures", arguments: [(1, 1), (1, 300), (300, 1), (3, 2)])
    func extremes(width: Int, height: Int) throws {
        let source = try frame(AV_PIX_FMT_YUV420P, width, height) { _, _, _ in 77 }
        unsafe source.pointer!.pointee.interlaced_frame = 1
        for (small, low) in [(1, 1), (width, height)] {
            let picture = try scale(source, small, low)
            #expect(picture.luma.count == small * low && picture.blueDifference.count == small * low)
            // Two units of rounding of 65,536.
            let isFlat = (picture.luma + picture.blueDifference).allSatisfy { (19710...19714).contains($0) }
            #expect(isFlat)
        }
    }

    @Test("Alpha is turned with the picture")
    func turned() {
        let picture = SmallPicture(
            width: 2, height: 1, luma: [1, 2], blueDifference: [3, 4], redDifference: [5, 6], alpha: [7, 8])
        let half = Orientation(swapsAxes: false, mirrorsHorizontally: true, mirrorsVertically: true)
        #expect(picture.turned(half).alpha == [8, 7])
    }
}
