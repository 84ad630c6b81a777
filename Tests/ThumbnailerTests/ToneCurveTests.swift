import Testing

@testable import Thumbnailer

@Suite("Bending highlights")
struct ToneCurveTests {
    @Test("The curve rises, ends at the target, and leaves shadows alone", arguments: [250.0, 400, 1000, 4000, 10_000])
    func shape(peak: Double) {
        let curve = ToneCurve(peak: peak)
        var last = 0.0
        for step in 1...1000 {
            let light = peak * Double(step * step) / 1e6
            let result = curve(light)
            #expect(result > last && result <= light * 1.000001)
            last = result
        }
        #expect(abs(last - 203) < 0.01)
        #expect(abs(curve(peak * 2) - 203) < 0.01)
        #expect(abs(curve(1) - 1) < 1e-3)
    }

    @Test("What fits is not bent", arguments: [50.0, 203])
    func fitting(peak: Double) {
        let curve = ToneCurve(peak: peak)
        for light in [0.01, 1, 40, 100, 203] { #expect(abs(curve(light) - light) < 1e-6 * light) }
        #expect(abs(curve(300) - 203) < 1e-3)
    }

    @Test("Where the curve bends, it goes on in the same direction")
    func smooth() {
        let curve = ToneCurve(peak: 1000)
        func pq(_ sample: Double) -> Double {
            TransferFunction.pq.sample(curve(TransferFunction.pq.light(sample) * 10_000) / 10_000)
        }
        var lastSlope = 1.0
        for step in stride(from: 0.3, to: 0.75, by: 0.005) {
            let slope = (pq(step + 0.001) - pq(step)) / 0.001
            #expect(abs(slope - lastSlope) < 0.06 && slope > -1e-6)
            lastSlope = slope
        }
    }

    @Test("Transfer functions and their inverses agree", arguments: [TransferFunction.pq, .hlg, .sRGB, .bt1886])
    func inverses(function: TransferFunction) {
        for step in 0...100 {
            let sample = Double(step) / 100
            #expect(abs(function.sample(function.light(sample)) - sample) < 1e-5)
        }
        #expect(abs(function.light(1) - 1) < 1e-6)
    }

    @Test("The numbers that BT.2408 gives: reference white is 58 % of PQ's range and 75 % of HLG's")
    func referenceWhite() {
        #expect(abs(TransferFunction.pq.light(0.58) * 10_000 - 203) < 3)
        let scene = TransferFunction.hlg.light(0.75)
        #expect(abs(TransferFunction.hlg.sample(scene) - 0.75) < 1e-9 && abs(scene - 0.265) < 0.001)
    }

    @Test("Tables are as good as what they are made from")
    func tables() {
        let samples = SampleTable(TransferFunction.pq.light)
        let light = LightTable(TransferFunction.sRGB.sample)
        for step in 0...5000 {
            let x = Double(step) / 5000
            let exact = TransferFunction.pq.light(x)
            let lanes = EightFloats(repeating: Float(x))
            #expect(abs(Double(samples(lanes)[0]) - exact) <= 1e-4 * exact + 1e-9)
            #expect(abs(Double(light(lanes)[7]) - TransferFunction.sRGB.sample(x)) < 2e-4)
        }
        let outside = samples([-1, 0, 2, 1, -0.0, 0.5, 1, 1e30])
        #expect(outside[0] == outside[1] && outside[2] == outside[3] && outside[7] == outside[6])
        let bright = light([-1, 0, 64, 100, 1e30, 0, 0, 0])
        #expect(bright[0] == 0 && bright[1] == 0 && bright[2] == bright[3] && bright[4] == bright[3])
    }

    @Test("Any number of pixels gives the same as each pixel alone", arguments: [1, 2, 7, 8, 9, 15, 16, 17, 100])
    func counts(count: Int) throws {
        let colour = ColourDescription(
            matrix: .bt2020, isFullRange: false, depth: 10, transfer: .hlg, primaries: .bt2020)
        let conversion = try #require(LightConversion(from: colour))
        // Dark enough that the picture's peak plays no part.
        func picture(_ range: Range<Int>) -> SmallPicture {
            SmallPicture(
                width: range.count, height: 1, luma: range.map { UInt16(4096 + $0 * 190) },
                blueDifference: range.map { UInt16(32768 + $0 * 31) },
                redDifference: range.map { UInt16(32768 - $0 * 17) })
        }
        let all = conversion.convert(picture(0..<count))
        for index in 0..<count {
            let one = conversion.convert(picture(index..<index + 1))
            #expect(all.luma[index] == one.luma[0])
            #expect(all.blueDifference[index] == one.blueDifference[0])
            #expect(all.redDifference[index] == one.redDifference[0])
        }
    }

    @Test("White stays white between primaries, and the way back leads back")
    func primaries() {
        let all: [Primaries] = [.bt709, .bt2020, .displayP3, .cinemaP3, .bt601Lines525, .bt601Lines625, .bt470M]
        for one in all {
            for other in all {
                let there = one.matrix(to: other)
                let white = there * [1, 1, 1]
                #expect((white - [1, 1, 1]).max() < 1e-9 && (white - [1, 1, 1]).min() > -1e-9)
                let back = other.matrix(to: one) * (there * [0.2, 0.5, 0.9])
                #expect(abs((back - [0.2, 0.5, 0.9]).sum()) < 1e-9)
            }
        }
    }
}
