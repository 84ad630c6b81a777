/// Eight pixels' worth of one channel: two registers of SSE or NEON, one of AVX.
typealias EightFloats = SIMD8<Float>

extension EightFloats {
    /// Each number, or the bound where that is smaller. (`pointwiseMin` minds what is no number, one lane after the other.)
    @inline(__always)
    func atMost(_ bound: EightFloats) -> EightFloats { replacing(with: bound, where: self .> bound) }

    /// Each number, or the bound where that is larger.
    @inline(__always)
    func atLeast(_ bound: EightFloats) -> EightFloats { replacing(with: bound, where: self .< bound) }

    @inline(__always)
    func atMost(_ bound: Float) -> EightFloats { atMost(EightFloats(repeating: bound)) }

    @inline(__always)
    func atLeast(_ bound: Float) -> EightFloats { atLeast(EightFloats(repeating: bound)) }

    /// The nearest whole numbers to those of 0 to 2^22: above 2^23, the last bit of a float counts ones.
    @inline(__always)
    var nearestIntegers: SIMD8<UInt32> { bits(of: self + 0x1p23) & 0x7F_FFFF }

    @inline(__always)
    init(exactly numbers: SIMD8<UInt32>) { self = floats(of: numbers | 0x4B00_0000) - 0x1p23 }
}

/// A sample of a plane that eight of are computed with at once.
protocol LaneSample {
    static func load(_ samples: UnsafePointer<Self>) -> EightFloats
    static func store(_ values: EightFloats, to samples: UnsafeMutablePointer<Self>)
    init(_ value: Float)
}

extension LaneSample {
    /// One sample, eight times.
    @inline(__always)
    static func load(one sample: Self) -> EightFloats {
        var samples = [Self](repeating: sample, count: 8)
        return unsafe load(&samples)
    }

    static func first(of values: EightFloats) -> Self {
        var samples = [Self](repeating: Self(0), count: 8)
        unsafe store(values, to: &samples)
        return samples[0]
    }
}

extension Float: LaneSample {
    @inline(__always)
    static func load(_ samples: UnsafePointer<Float>) -> EightFloats {
        unsafe UnsafeRawPointer(samples).loadUnaligned(as: EightFloats.self)
    }

    @inline(__always)
    static func store(_ values: EightFloats, to samples: UnsafeMutablePointer<Float>) {
        unsafe UnsafeMutableRawPointer(samples).storeBytes(of: values, as: EightFloats.self)
    }
}

extension UInt16: LaneSample {
    @inline(__always)
    static func load(_ samples: UnsafePointer<UInt16>) -> EightFloats {
        let c = unsafe UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<UInt16>.self)
        // Element by element: the standard library's conversion of vectors is a loop that is called.
        return EightFloats(
            Float(c[0]), Float(c[1]), Float(c[2]), Float(c[3]), Float(c[4]), Float(c[5]), Float(c[6]), Float(c[7]))
    }

    /// Rounded to the nearest code.
    @inline(__always)
    static func store(_ values: EightFloats, to samples: UnsafeMutablePointer<UInt16>) {
        let n = values.atLeast(0).atMost(65535).nearestIntegers
        let codes = SIMD8<UInt16>(
            UInt16(truncatingIfNeeded: n[0]), UInt16(truncatingIfNeeded: n[1]), UInt16(truncatingIfNeeded: n[2]),
            UInt16(truncatingIfNeeded: n[3]), UInt16(truncatingIfNeeded: n[4]), UInt16(truncatingIfNeeded: n[5]),
            UInt16(truncatingIfNeeded: n[6]), UInt16(truncatingIfNeeded: n[7]))
        unsafe UnsafeMutableRawPointer(samples).storeBytes(of: codes, as: SIMD8<UInt16>.self)
    }
}

@inline(__always)
func bits(of numbers: EightFloats) -> SIMD8<UInt32> { unsafe unsafeBitCast(numbers, to: SIMD8<UInt32>.self) }

@inline(__always)
func floats(of bits: SIMD8<UInt32>) -> EightFloats { unsafe unsafeBitCast(bits, to: EightFloats.self) }
