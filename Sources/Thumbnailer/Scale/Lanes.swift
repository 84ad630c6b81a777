/// Conversions of eight lanes, element by element, which LLVM turns into one or two instructions.
///
/// The standard library's `init(truncatingIfNeeded:)` is a loop that is called, not inlined, wherever the function around it
/// is large: measured at five times the time of a whole kernel.
extension SIMD8<UInt16> {
    @inline(__always)
    init(widening v: SIMD8<UInt8>) {
        self.init(
            UInt16(v[0]), UInt16(v[1]), UInt16(v[2]), UInt16(v[3]), UInt16(v[4]), UInt16(v[5]), UInt16(v[6]),
            UInt16(v[7]))
    }

    /// The lower sixteen bits of each lane.
    @inline(__always)
    init(narrowing v: SIMD8<UInt32>) {
        self.init(
            UInt16(truncatingIfNeeded: v[0]), UInt16(truncatingIfNeeded: v[1]), UInt16(truncatingIfNeeded: v[2]),
            UInt16(truncatingIfNeeded: v[3]), UInt16(truncatingIfNeeded: v[4]), UInt16(truncatingIfNeeded: v[5]),
            UInt16(truncatingIfNeeded: v[6]), UInt16(truncatingIfNeeded: v[7]))
    }

    /// The upper halves of the products: one instruction, PMULHUW, on x86-64; UMULL, UMULL2 and UZP2 on arm64.
    @inline(__always)
    func upperHalf(ofProductWith other: Self) -> Self {
        Self(narrowing: (SIMD8<UInt32>(widening: self) &* SIMD8<UInt32>(widening: other)) &>> 16)
    }
}

extension SIMD8<UInt32> {
    @inline(__always)
    init(widening v: SIMD8<UInt16>) {
        self.init(
            UInt32(v[0]), UInt32(v[1]), UInt32(v[2]), UInt32(v[3]), UInt32(v[4]), UInt32(v[5]), UInt32(v[6]),
            UInt32(v[7]))
    }
}

/// Samples of one width. A type and not a closure: closures of static functions are called, not inlined, in release builds
/// of the package, which doubled the time of the kernel.
protocol LineSamples {
    /// Sixteen samples from a column of a line on.
    static func load(_ line: UnsafeRawPointer, _ column: Int) -> (SIMD8<UInt16>, SIMD8<UInt16>)
}

enum Bytes: LineSamples {
    @inline(__always)
    static func load(_ line: UnsafeRawPointer, _ column: Int) -> (SIMD8<UInt16>, SIMD8<UInt16>) {
        let bytes = unsafe line.loadUnaligned(fromByteOffset: column, as: SIMD16<UInt8>.self)
        return (SIMD8<UInt16>(widening: bytes.lowHalf), SIMD8<UInt16>(widening: bytes.highHalf))
    }
}

enum Words: LineSamples {
    @inline(__always)
    static func load(_ line: UnsafeRawPointer, _ column: Int) -> (SIMD8<UInt16>, SIMD8<UInt16>) {
        unsafe (
            line.loadUnaligned(fromByteOffset: column &* 2, as: SIMD8<UInt16>.self),
            line.loadUnaligned(fromByteOffset: column &* 2 &+ 16, as: SIMD8<UInt16>.self)
        )
    }
}
