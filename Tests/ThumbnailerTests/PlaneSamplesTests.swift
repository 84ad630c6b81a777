import CFFmpeg
import Loopback
import Testing

@testable import Thumbnailer

@Suite("Area averaging of planes")
struct PlaneSamplesTests {
    private func averaged(_ plane: RandomPlane, _ width: Int, _ height: Int) -> [UInt16] {
        let vertical = AxisWeights(
            count: height, origin: 0, length: Double(plane.height), sampleCount: plane.height)
        let horizontal = AxisWeights(
            count: width, origin: 0, length: Double(plane.width), sampleCount: plane.width)
        return plane.samples.averaged(vertical: vertical, components: [.init(horizontal: horizontal)])[0]
    }

    @Test("A picture of the same size is the same, bit for bit", arguments: [8, 10, 12, 16])
    func identity(depth: Int) {
        var generator = SplitMix64(seed: 5)
        for (width, height) in [(1, 1), (1, 9), (9, 1), (33, 17), (64, 48), (161, 121)] {
            let plane = RandomPlane(width: width, height: height, depth: depth, padding: 13, using: &generator)
            let expected = (0..<width * height).map { plane[$0 % width, $0 / width] << UInt16(16 - depth) }
            #expect(averaged(plane, width, height) == expected)
        }
    }

    /// A unit is a 256th of an eight-bit step. Sixteen terms of the short sums can be off by eight of them each way.
    @Test(
        "Each sample is the mean in double precision, to within a twelfth of an eight-bit step", arguments: [8, 10, 16])
    func accuracy(depth: Int) {
        var generator = SplitMix64(seed: UInt64(depth))
        for (sourceWidth, sourceHeight, width, height) in [
            (192, 108, 48, 27), (161, 121, 99, 74), (100, 70, 1, 1), (1, 500, 1, 3), (500, 1, 3, 1), (4000, 3, 2, 2),
            (3, 4000, 2, 2), (640, 360, 480, 270), (65, 33, 33, 17), (257, 131, 32, 16), (40, 30, 40, 15),
        ] {
            let plane = RandomPlane(
                width: sourceWidth, height: sourceHeight, depth: depth, padding: 5, using: &generator)
            let reference = plane.reference(width: width, height: height)
            let result = averaged(plane, width, height)
            let worst = zip(result, reference).map { abs(Double($0) - $1) }.max()!
            #expect(worst <= 21, "\(sourceWidth)x\(sourceHeight) to \(width)x\(height): \(worst) units")
        }
    }

    /// Units of 65,536.
    @Test("Rounding has no bias that a 128th of an eight-bit step would show", arguments: [8, 10])
    func bias(depth: Int) {
        var generator = SplitMix64(seed: 11)
        for (width, height) in [(150, 100), (160, 120), (97, 61), (211, 173)] {
            let plane = RandomPlane(width: 640, height: 480, depth: depth, using: &generator)
            let reference = plane.reference(width: width, height: height)
            let errors = zip(averaged(plane, width, height), reference).map { Double($0) - $1 }
            let mean = errors.reduce(0, +) / Double(errors.count)
            #expect(abs(mean) <= 2, "\(width)x\(height): \(mean) of 65536")
        }
    }

    @Test("A flat picture stays what it is, however small it gets", arguments: [8, 10, 16])
    func flat(depth: Int) {
        var generator = SplitMix64(seed: 2)
        let plane = RandomPlane(width: 300, height: 200, depth: depth, using: &generator)
        for value in [0, 1, 100, (1 << depth) - 1] {
            for y in 0..<200 { for x in 0..<300 { plane.set(x, y, UInt16(value)) } }
            for (width, height) in [(300, 200), (150, 100), (77, 51), (20, 13), (1, 1)] {
                let worst = averaged(plane, width, height).map { abs(Int($0) - value << (16 - depth)) }.max()!
                #expect(worst <= 16, "\(value) at \(width)x\(height): off by \(worst) of 65536")
            }
        }
    }

    @Test("Padding never shows")
    func padding() {
        var generator = SplitMix64(seed: 9)
        for width in [5, 31, 33, 100] {
            let plane = RandomPlane(width: width, height: 40, depth: 8, padding: 64, using: &generator)
            let before = averaged(plane, (width + 2) / 3, 11)
            plane.fillPadding(using: &generator)
            #expect(averaged(plane, (width + 2) / 3, 11) == before)
        }
    }

    @Test("Lines may lie from bottom to top")
    func bottomUp() {
        var generator = SplitMix64(seed: 4)
        let plane = RandomPlane(width: 50, height: 40, depth: 8, padding: 7, using: &generator)
        let vertical = AxisWeights(count: 10, origin: 0, length: 40, sampleCount: 40)
        let horizontal = AxisWeights(count: 20, origin: 0, length: 50, sampleCount: 50)
        let flipped = unsafe PlaneSamples(
            base: plane.base + 39 * plane.stride, stride: -plane.stride, columns: 50, lines: 40, depth: 8)
        let result = flipped.averaged(vertical: vertical, components: [.init(horizontal: horizontal)])[0]
        let upright = averaged(plane, 20, 10)
        for y in 0..<10 {
            #expect(result[(y * 20)..<(y * 20 + 20)] == upright[((9 - y) * 20)..<((9 - y) * 20 + 20)])
        }
    }

    @Test("Interleaved components come out as if each had a plane of its own", arguments: 2...4)
    func interleaved(step: Int) {
        var generator = SplitMix64(seed: UInt64(step))
        let plane = RandomPlane(width: 61 * step, height: 37, depth: 8, padding: 3, using: &generator)
        let vertical = AxisWeights(count: 10, origin: 0, length: 37, sampleCount: 37)
        let horizontal = AxisWeights(count: 19, origin: 0, length: 61, sampleCount: 61)
        let results = plane.samples.averaged(
            vertical: vertical,
            components: (0..<step).map { .init(offset: $0, step: step, horizontal: horizontal) })
        for component in 0..<step {
            let alone = RandomPlane(width: 61, height: 37, depth: 8, using: &generator)
            for y in 0..<37 { for x in 0..<61 { alone.set(x, y, plane[x * step + component, y]) } }
            #expect(results[component] == averaged(alone, 19, 10))
        }
    }

    /// libswscale as it was used before: with these flags, to ten bits.
    @Test("libswscale's area averaging is not closer to double precision", arguments: [8, 10])
    func swscale(depth: Int) throws {
        var generator = SplitMix64(seed: 21)
        for (sourceWidth, sourceHeight, width, height) in [
            (960, 540, 240, 135), (640, 360, 480, 270), (641, 361, 99, 56),
        ] {
            let plane = RandomPlane(width: sourceWidth, height: sourceHeight, depth: depth, using: &generator)
            let reference = plane.reference(width: width, height: height)
            let source = try Frame()
            let target = try Frame()
            let formats = [depth == 8 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_GRAY10LE, AV_PIX_FMT_GRAY10LE]
            for (frame, frameWidth, frameHeight, format) in unsafe [
                (source.pointer!, sourceWidth, sourceHeight, formats[0]),
                (target.pointer!, width, height, formats[1]),
            ] {
                unsafe frame.pointee.width = CInt(frameWidth)
                unsafe frame.pointee.height = CInt(frameHeight)
                unsafe frame.pointee.format = format.rawValue
                try #require(unsafe av_frame_get_buffer(frame, 0) >= 0)
            }
            let bytes = sourceWidth * (depth > 8 ? 2 : 1)
            for y in 0..<sourceHeight {
                unsafe memcpy(
                    source.pointer!.pointee.data.0! + y * Int(source.pointer!.pointee.linesize.0),
                    plane.base + y * plane.stride, bytes)
            }
            let context = unsafe sws_getContext(
                CInt(sourceWidth), CInt(sourceHeight), source.pixelFormat, CInt(width), CInt(height),
                AV_PIX_FMT_GRAY10LE, SWS_AREA | SWS_ACCURATE_RND, nil, nil, nil)
            defer { sws_freeContext(context) }
            try #require(unsafe sws_scale_frame(context, target.pointer, source.pointer) >= 0)
            let line = target.plane(0, samplesPerLine: width, lines: height, depth: 10)!
            let theirs = line.averaged(
                vertical: AxisWeights(count: height, origin: 0, length: Double(height), sampleCount: height),
                components: [
                    .init(
                        horizontal: AxisWeights(count: width, origin: 0, length: Double(width), sampleCount: width))
                ])[0]
            let (our, their) = (psnr(averaged(plane, width, height), reference), psnr(theirs, reference))
            #expect(our >= their, "\(our) dB, libswscale \(their) dB")
            #expect(our > 80, "\(our) dB")
        }
    }
}
