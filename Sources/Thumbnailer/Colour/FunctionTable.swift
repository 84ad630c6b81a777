/// A function of 0…1, in even steps with straight lines in between.
struct SampleTable: Sendable {
    private let values: [Float]

    private static var steps: Float { 1024 }

    /// - Complexity: 1,025 calls of `function`.
    init(_ function: (Double) -> Double) {
        let steps = Double(Self.steps)
        // The first value twice, so that half a step less than a place is never below 0.
        values = [Float(function(0))] + (0...Int(steps)).map { Float(function(Double($0) / steps)) }
    }

    /// - Parameter samples: What lies outside of 0…1 counts as the nearer end.
    @inline(__always)
    func callAsFunction(_ samples: EightFloats) -> EightFloats {
        let place = samples.atLeast(0).atMost(1) * Self.steps + 1
        let index = (place - 0.5).nearestIntegers
        return values.straight(from: index, part: place - EightFloats(exactly: index))
    }
}

/// A function of light, in steps that are even in each octave, with straight lines in between: as exact for shadows as for
/// highlights, and found by the bits of the number.
struct LightTable: Sendable {
    private let values: [Float]

    /// Below, results lead to that for 0.
    static var smallest: Float { 0x1p-20 }
    /// Above, results are those for this.
    static var largest: Float { 0x1p6 }
    /// Where the step of 0 begins, one before the first octave's.
    private static var zero: Float { Float(bitPattern: (first &- 1) << shift) }
    /// 32 steps an octave. (Computed, since a stored property would be looked up for every pixel.)
    private static var shift: UInt32 { 23 - 5 }
    private static var first: UInt32 { smallest.bitPattern >> shift }

    /// - Complexity: 834 calls of `function`; its relative error is 1/8000 of the exponent where it is a power.
    init(_ function: (Double) -> Double) {
        let count = Self.largest.bitPattern >> Self.shift - Self.first
        values =
            [Float(function(0))]
            + (0...count + 1).map { Float(function(Double(Float(bitPattern: (Self.first + $0) << Self.shift)))) }
    }

    @inline(__always)
    func callAsFunction(_ light: EightFloats) -> EightFloats {
        let bits = bits(of: light.atLeast(Self.zero).atMost(Self.largest))
        let index = bits &>> Self.shift &- (Self.first &- 1)
        // What is below the index counts as the fraction of a number from 1 to 2.
        let part = floats(of: bits &<< (23 &- Self.shift) & 0x7F_FFFF | 0x3F80_0000) - 1
        return values.straight(from: index, part: part)
    }

    /// How many pixels have their largest channel in each step.
    static func histogram(ofLargest planes: ([Float], [Float], [Float])) -> [Int] {
        var counts = [Int](repeating: 0, count: Int(largest.bitPattern >> shift - first) + 2)
        for ((red, green), blue) in zip(zip(planes.0, planes.1), planes.2) {
            let light = Swift.min(Swift.max(red, green, blue, zero), largest)
            counts[Int(light.bitPattern >> shift &- first &+ 1)] += 1
        }
        return counts
    }

    /// Where a step ends.
    static func end(ofStep step: Int) -> Float { Float(bitPattern: (first + UInt32(step)) << shift) }
}

extension [Float] {
    /// Between the numbers at an index and the next one, which must be there.
    @inline(__always)
    fileprivate func straight(from index: SIMD8<UInt32>, part: EightFloats) -> EightFloats {
        var (low, high) = (EightFloats(), EightFloats())
        unsafe withUnsafeBufferPointer { values in
            for lane in 0..<8 {
                let place = unsafe values.baseAddress! + Int(index[lane])
                low[lane] = unsafe place[0]
                high[lane] = unsafe place[1]
            }
        }
        return low + (high - low) * part
    }
}
