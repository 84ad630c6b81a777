import Loopback
import Testing

@testable import Thumbnailer

@Suite("Weights of an axis")
struct AxisWeightsTests {
    /// The weights of one result with the samples that they belong to.
    private func terms(_ axis: AxisWeights, _ i: Int) -> [Int: Int] {
        Dictionary(
            uniqueKeysWithValues: axis.weights[axis.range(ofResult: i)].enumerated().map { k, weight in
                (axis.start(ofResult: i) + k, Int(weight))
            })
    }

    @Test("A whole-numbered scale weighs all samples alike")
    func wholeScale() {
        let axis = AxisWeights(count: 480, origin: 0, length: 1920, sampleCount: 1920)
        for i in 0..<480 {
            #expect(terms(axis, i) == [4 * i: 8192, 4 * i + 1: 8192, 4 * i + 2: 8192, 4 * i + 3: 8192])
        }
    }

    @Test("A sample at the border of two results is shared")
    func fractions() {
        let axis = AxisWeights(count: 2, origin: 0, length: 5, sampleCount: 5)
        #expect(terms(axis, 0) == [0: 13107, 1: 13107, 2: 6554])
        #expect(terms(axis, 1) == [2: 6554, 3: 13107, 4: 13107])
    }

    @Test("Nothing is averaged where there is a sample for each result")
    func identity() {
        let axis = AxisWeights(count: 7, origin: 0, length: 7, sampleCount: 7)
        for i in 0..<7 { #expect(terms(axis, i) == [i: 32768]) }
    }

    @Test("Between samples lies what lies between their values; at the ends they go on")
    func interpolation() {
        let axis = AxisWeights(count: 4, origin: 0, length: 2, sampleCount: 2)
        #expect(terms(axis, 0) == [0: 32768])
        #expect(terms(axis, 1) == [0: 24576, 1: 8192])
        #expect(terms(axis, 2) == [0: 8192, 1: 24576])
        #expect(terms(axis, 3) == [1: 32768])
    }

    @Test("Blending takes away what alternates from sample to sample")
    func blending() {
        for (count, length) in [(10, 16), (16, 16), (9, 16), (3, 16)] {
            let axis = AxisWeights(
                count: count, origin: 0, length: Double(length), sampleCount: length, blendsFields: true)
            for i in 0..<count {
                let odd = terms(axis, i).filter { $0.key % 2 == 1 }.values.reduce(0, +)
                #expect(abs(odd - 16384) <= 2, "\(length) to \(count): \(terms(axis, i))")
            }
        }
    }

    @Test("Weights are never lost nor gained, and never lie outside")
    func sums() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            let samples = Int.random(in: 1...3000, using: &generator)
            let count = Int.random(in: 1...600, using: &generator)
            let origin = Double.random(in: -1...Double(samples) / 2, using: &generator)
            let length = Double.random(in: 0.1...Double(samples) - origin, using: &generator)
            let axis = AxisWeights(
                count: count, origin: origin, length: length, sampleCount: samples,
                blendsFields: .random(using: &generator))
            #expect(axis.count == count)
            for i in 0..<count {
                let weights = axis.weights[axis.range(ofResult: i)]
                #expect(weights.reduce(0) { $0 + Int($1) } == 32768)
                #expect(weights.first! > 0 && weights.last! > 0)
                #expect(axis.start(ofResult: i) >= axis.used.lowerBound)
                #expect(axis.start(ofResult: i) + weights.count <= axis.used.upperBound)
            }
            #expect(axis.used.lowerBound >= 0 && axis.used.upperBound <= samples)
        }
    }
}
