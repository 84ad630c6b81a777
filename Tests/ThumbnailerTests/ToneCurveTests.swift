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
            #expect(abs(Double(samples(Float(x))) - exact) <= 1e-4 * exact + 1e-9)
            #expect(abs(Double(light(Float(x))) - TransferFunction.sRGB.sample(x)) < 2e-4)
        }
        #expect(samples(-1) == samples(0) && samples(2) == samples(1))
        #expect(light(-1) == 0 && light(100) == light(64))
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
