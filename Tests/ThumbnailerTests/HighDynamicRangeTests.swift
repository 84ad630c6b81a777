import Foundation
import TestSupport
import Testing

@testable import Thumbnailer

/// From codes in a lossless video to the decoded JPEG.
@Suite("Bars of high dynamic range", .timeLimit(.minutes(15)))
struct HighDynamicRangeTests {
    enum Curve: String, CaseIterable {
        case pq = "smpte2084"
        case hlg = "arib-std-b67"

        /// In cd/m², to 0…1.
        func sample(_ light: Double) -> Double { self == .pq ? ReferenceLight.pq(light) : ReferenceLight.hlg(light) }
    }

    /// Colours are in cd/m² of each channel.
    private static func video(
        _ colours: [SIMD3<Double>], _ curve: Curve, codec: [String] = ["ffv1"], space: String = "bt2020nc"
    ) -> BarVideo {
        BarVideo(
            bars: colours.map {
                ReferenceColour(curve.sample($0.x), curve.sample($0.y), curve.sample($0.z))
                    .codes(kr: 0.2627, kb: 0.0593, isFullRange: false, bits: 10)
            }, pixelFormat: "yuv444p10le", bits: 10, codec: codec,
            tags: ["space": space, "_primaries": "bt2020", "_trc": curve.rawValue, "_range": "tv"])
    }

    private static func greys(_ light: [Double]) -> [SIMD3<Double>] { light.map { [$0, $0, $0] } }

    @Test("A ramp of greys rises, stays grey, and keeps what is below reference white apart", arguments: Curve.allCases)
    func ramp(curve: Curve) async throws {
        let light = [0, 0.5, 1, 2, 5, 10, 20, 40, 70, 100, 150, 203, 300, 500, 700, 1000]
        let video = Self.video(Self.greys(light), curve)
        let bars = video.colours(in: try await video.thumbnail().picture)
        for rgb in bars {
            let channels = [rgb.red, rgb.green, rgb.blue].map(Int.init)
            #expect(channels.max()! - channels.min()! <= 2, "\(rgb)")
        }
        let levels = bars.map { Int($0.green) }
        for (lower, higher) in zip(levels, levels.dropFirst()) { #expect(lower < higher, "\(levels)") }
        #expect(levels[0] == 0 && levels[levels.count - 1] >= 254, "\(levels)")
        // A white sheet of paper looks white, and what shines has room above it.
        #expect((205...230).contains(levels[11]), "\(levels)")
        // Shadows and skin are as bright as in standard video whose white is 203 cd/m².
        for (level, light) in zip(levels, light) where light < 35 {
            #expect(abs(Double(level) - ReferenceLight.sRGB(light / 203)) <= 3, "\(levels)")
        }
    }

    @Test("PQ and HLG of the same light give the same picture")
    func sameLight() async throws {
        let light = Self.greys([0, 1, 5, 20, 80, 203, 400, 700, 1000])
        var pictures: [[RGB]] = []
        for curve in Curve.allCases {
            let video = Self.video(light, curve)
            pictures.append(video.colours(in: try await video.thumbnail().picture))
        }
        for (pq, hlg) in zip(pictures[0], pictures[1]) { #expect(pq.isClose(to: hlg, tolerance: 2)) }
    }

    @Test("Where nothing is brighter than reference white, light is shown as it is", arguments: Curve.allCases)
    func dim(curve: Curve) async throws {
        let light = [0.0, 3, 30, 60, 100, 150, 203]
        let video = Self.video(Self.greys(light), curve)
        for (rgb, light) in zip(video.colours(in: try await video.thumbnail().picture), light) {
            #expect(abs(Double(rgb.green) - ReferenceLight.sRGB(light / 203)) <= 3, "\(rgb) of \(light) cd/m²")
        }
    }

    @Test("Colours that BT.709 has keep the proportions of their light, however bright they are")
    func hues() async throws {
        let colours: [SIMD3<Double>] = [
            [0.5, 0.3, 0.22], [0.3, 0.4, 0.2], [0.25, 0.3, 0.45], [0.45, 0.42, 0.2], [0.4, 0.3, 0.4],
        ]
        let lit = [20.0, 200, 900].flatMap { light in colours.map { $0 * light / $0.max() } }
        let video = Self.video(lit, .pq)
        for (rgb, colour) in zip(video.colours(in: try await video.thumbnail().picture), lit) {
            let expected = ReferenceLight.toBT709.map { ($0[0] * colour.x + $0[1] * colour.y + $0[2] * colour.z) }
            let light = [rgb.red, rgb.green, rgb.blue].map(ReferenceLight.light(ofLevel:))
            // A bright one may be drawn towards white, but no channel overtakes another.
            for (a, b) in [(0, 1), (1, 2), (0, 2)] where abs(expected[a] - expected[b]) > 0.1 * expected.max()! {
                #expect((light[a] < light[b]) == (expected[a] < expected[b]), "\(rgb) of \(colour)")
            }
            guard rgb.red < 250, rgb.green < 250, rgb.blue < 250 else { continue }
            for (value, expected) in zip(light, expected) {
                let (part, expectedPart) = (value / light.reduce(0, +), expected / expectedSum(colour))
                #expect(abs(part - expectedPart) < 0.02, "\(rgb) of \(colour)")
            }
        }

        func expectedSum(_ colour: SIMD3<Double>) -> Double {
            ReferenceLight.toBT709.map { ($0[0] * colour.x + $0[1] * colour.y + $0[2] * colour.z) }.reduce(0, +)
        }
    }

    @Test("The purest colours of BT.2020 are neither grey nor of another hue", arguments: [5.0, 100, 1000])
    func saturated(light: Double) async throws {
        let colours: [SIMD3<Double>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
        let video = Self.video(colours.map { $0 * light }, .pq)
        for (rgb, colour) in zip(video.colours(in: try await video.thumbnail().picture), colours) {
            let channels = [rgb.red, rgb.green, rgb.blue].map(Int.init)
            let lit = (0..<3).filter { colour[$0] == 1 }.map { channels[$0] }
            let dark = (0..<3).filter { colour[$0] == 0 }.map { channels[$0] }
            // At 5 cd/m², there are not many levels.
            #expect(lit.min()! * 10 > dark.max()! * 15, "\(rgb) of \(colour) at \(light) cd/m²")
        }
    }

    @Test("The content's light level bounds the peak: what it denies does not darken the rest")
    func metadata() async throws {
        let light = Self.greys([20, 100, 203, 500, 1000, 4000])
        func levels(_ options: String) async throws -> [Int] {
            let codec = ["libx265", "-x265-params", "log-level=error:lossless=1" + options]
            let video = Self.video(light, .pq, codec: codec)
            return video.colours(in: try await video.thumbnail().picture).map { Int($0.green) }
        }
        let none = try await levels("")
        let content = try await levels(":max-cll=1000,200")
        let mastering = try await levels(
            ":master-display=G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(10000000,1)")
        #expect(none[4] < 250 && none[5] >= 254, "\(none)")
        #expect(content[4] >= 254 && content[5] >= 254, "\(content)")
        for (one, other) in zip(content, mastering) { #expect(abs(one - other) <= 1, "\(content), \(mastering)") }
        #expect(content[2] > none[2] + 5 && content[3] > none[3] + 5, "\(none), \(content)")
    }

    @Test("Tags and light levels that only an MP4's sample entry tells are heard by both ways of reading it")
    func sampleEntry() async throws {
        let light = Self.greys([20, 100, 203, 500, 1000, 4000])
        // A VP9 stream names the matrix, but neither the transfer function nor the primaries.
        var video = Self.video(light, .pq, codec: ["libvpx-vp9", "-lossless", "1", "-movflags", "+write_colr"])
        video.container = "mp4"
        // ISO/IEC 14496-12 §12.1.6: the most of the content, and of a frame's mean.
        let file = try MP4Edit.adding("clli", [3, 232, 0, 200], to: "vp09", in: try await video.file())
        let reference = try await Self.video(light, .pq).thumbnail()
        for usesSampleTables in [true, false] {
            let seen = try await TileVideo.withTemporaryFile("mp4") { path in
                try Data(file).write(to: URL(filePath: path))
                let options = ThumbnailOptions(time: .seconds(0), width: video.width, quality: 100)
                return try await SeenThumbnail(ofFile: path, options, usesSampleTables: usesSampleTables)
            }
            #expect((seen.thumbnail.index == .sampleTables) == usesSampleTables)
            let levels = video.colours(in: seen.picture).map { Int($0.green) }
            let unbounded = video.colours(in: reference.picture).map { Int($0.green) }
            #expect(levels[2] > unbounded[2] + 5 && levels[3] < 254 && levels[4] >= 254, "\(levels)")
        }
    }

    @Test("Levels in a wrong unit are not believed: a mastering display of 0.1 cd/m²")
    func wrongMetadata() {
        #expect(LightLevels(maximumContentLight: 0, masteringPeak: 0.1).peak == nil)
        #expect(LightLevels(maximumContentLight: 1000, masteringPeak: 0.1).peak == 1000)
        #expect(LightLevels(maximumContentLight: nil, masteringPeak: 4000).peak == 4000)
        #expect(LightLevels(maximumContentLight: 0, masteringPeak: nil).peak == nil)
    }

    @Test("ICtCp is what it is, for PQ and HLG", arguments: Curve.allCases)
    func iCtCp(curve: Curve) async throws {
        let light: [SIMD3<Double>] = [[203, 203, 203], [20, 20, 20], [90, 60, 40], [40, 80, 60], [30, 50, 120]]
        // The scene's light is not asked for: the same colours, coded in both ways, must look the same.
        let samples = light.map { SIMD3(curve.sample($0.x), curve.sample($0.y), curve.sample($0.z)) }
        var video = Self.video(light, curve)
        let expected = video.colours(in: try await video.thumbnail().picture)
        video.tags["space"] = "ictcp"
        video.bars = samples.map { Self.iCtCpCodes($0, curve) }
        for (rgb, expected) in zip(video.colours(in: try await video.thumbnail().picture), expected) {
            #expect(rgb.isClose(to: expected, tolerance: 3), "\(rgb) instead of \(expected)")
        }
    }

    /// BT.2100-2, table 7, in limited range of ten bits (table 9).
    private static func iCtCpCodes(_ samples: SIMD3<Double>, _ curve: Curve) -> [Int] {
        func light(_ sample: Double) -> Double { bisect(0, curve == .pq ? 10_000 : 1) { linear($0, curve) < sample } }
        func linear(_ light: Double, _ curve: Curve) -> Double {
            curve == .pq ? ReferenceLight.pq(light) : ReferenceLight.hlg(1000 * pow(light, 1.2))
        }
        let rgb = SIMD3(light(samples.x), light(samples.y), light(samples.z))
        let cones = [[1688.0, 2146, 262], [683, 2951, 462], [99, 309, 3688]].map {
            linear(($0[0] * rgb.x + $0[1] * rgb.y + $0[2] * rgb.z) / 4096, curve)
        }
        let rows: [[Double]] =
            curve == .pq
            ? [[2048, 2048, 0], [6610, -13613, 7003], [17933, -17390, -543]]
            : [[2048, 2048, 0], [3625, -7465, 3840], [9500, -9212, -288]]
        let values = rows.map { ($0[0] * cones[0] + $0[1] * cones[1] + $0[2] * cones[2]) / 4096 }
        return [876 * values[0] + 64, 896 * values[1] + 512, 896 * values[2] + 512].map { Int($0.rounded()) }
    }

    /// The number between two bounds where `isBelow` changes.
    private static func bisect(_ lower: Double, _ upper: Double, isBelow: (Double) -> Bool) -> Double {
        var (lower, upper) = (lower, upper)
        for _ in 0..<60 {
            let middle = (lower + upper) / 2
            if isBelow(middle) { lower = middle } else { upper = middle }
        }
        return lower
    }
}
