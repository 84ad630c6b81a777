/// The two loops that area averaging spends its time in, and the transposition between them.
///
/// Lines first: the pixels of a line lie side by side, so whole vectors are multiplied by one weight, and each sample of
/// the frame is loaded once (twice where a line is shared by two results). Columns then on sixteen lines at a time that
/// were transposed, so that again one weight belongs to whole vectors. Both loops round once; how exactly, see
/// `AreaKernel+ShortSums.swift`.
///
/// Vectors have eight lanes of sixteen bits, which SSE2 and NEON have for certain. Built by Swift 6.3 for AVX2 (-Xcc
/// -march=x86-64-v3), this code becomes slower: 0.76 instead of 0.60 ms for a 1080p frame in one run, before columns were
/// averaged sixteen lines at a time. So the build asks for no instruction set, and the programs run on every x86-64 CPU.
///
/// Each has a scalar reference of the same signature in `AreaKernel+Scalar.swift` and gives the same bits.
package enum AreaKernel {
    /// How many lines are averaged at a time: two vectors, which share the work of loading a weight.
    package static let bandHeight = 16

    private typealias Band = SIMD8<UInt16>
    private typealias Sums = SIMD8<UInt32>

    /// Averages lines of 8- or 16-bit samples.
    ///
    /// - Parameters:
    ///   - first: Line of the first weight, at the first column.
    ///   - stride: From one line to the next, in bytes.
    ///   - depth: Bits of a code value, 8 for bytes, 9 to 16 for little-endian words.
    ///   - weights: One for each line, 2^15 together.
    ///   - columns: How many samples are read of each line and written.
    ///   - result: Code values times 2^(16 - depth).
    package static func averageLines(
        _ first: UnsafeRawPointer, stride: Int, depth: Int, weights: UnsafeBufferPointer<UInt16>, columns: Int,
        into result: UnsafeMutablePointer<UInt16>
    ) {
        guard columns >= blockWidth else {
            unsafe averageLinesScalar(
                first, stride: stride, depth: depth, weights: weights, columns: columns, into: result)
            return
        }
        if depth == 8 {
            if hasShortSums(weights.count) {
                unsafe addShort(Bytes.self, first, stride, 8, weights, columns, result)
            } else {
                unsafe addLong(Bytes.self, first, stride, 8, weights, columns, result)
            }
        } else {
            if hasShortSums(weights.count) {
                unsafe addShort(Words.self, first, stride, depth, weights, columns, result)
            } else {
                unsafe addLong(Words.self, first, stride, depth, weights, columns, result)
            }
        }
    }

    /// Columns that are summed up in registers at a time: sums of 16 bits fill four of SSE2's sixteen.
    private static let blockWidth = 32

    @inline(__always)
    private static func addShort<Samples: LineSamples>(
        _: Samples.Type, _ first: UnsafeRawPointer, _ stride: Int, _ depth: Int, _ weights: UnsafeBufferPointer<UInt16>,
        _ columns: Int,
        _ result: UnsafeMutablePointer<UInt16>
    ) {
        let bias = Band(repeating: unsafe shortSumBias(of: weights, depth: depth))
        let unit = UInt16(1) &<< UInt16(16 &- depth)
        let firstWeight = weights.baseAddress!
        let out = UnsafeMutableRawPointer(result)
        var x = 0
        while true {
            var (a, b, c, d) = (bias, bias, bias, bias)
            var line = unsafe first
            for k in 0..<weights.count {
                let weight = Band(repeating: unsafe firstWeight[k] &<< 1)
                let (v0, v1) = unsafe Samples.load(line, x)
                let (v2, v3) = unsafe Samples.load(line, x &+ 16)
                a &+= (v0 &* unit).upperHalf(ofProductWith: weight)
                b &+= (v1 &* unit).upperHalf(ofProductWith: weight)
                c &+= (v2 &* unit).upperHalf(ofProductWith: weight)
                d &+= (v3 &* unit).upperHalf(ofProductWith: weight)
                unsafe line += stride
            }
            unsafe store(a, b, c, d, at: out + x &* 2)
            if x == columns &- blockWidth { break }
            // The last block may cover columns again; it never reads or writes beyond them.
            x = min(x &+ blockWidth, columns &- blockWidth)
        }
    }

    @inline(__always)
    private static func addLong<Samples: LineSamples>(
        _: Samples.Type, _ first: UnsafeRawPointer, _ stride: Int, _ depth: Int, _ weights: UnsafeBufferPointer<UInt16>,
        _ columns: Int,
        _ result: UnsafeMutablePointer<UInt16>
    ) {
        let half = Sums(repeating: 1 &<< UInt32(depth &- 2))
        let shift = Sums(repeating: UInt32(depth &- 1))
        let firstWeight = weights.baseAddress!
        let out = UnsafeMutableRawPointer(result)
        var x = 0
        while true {
            var (a, b, c, d) = (half, half, half, half)
            var line = unsafe first
            for k in 0..<weights.count {
                let weight = Sums(widening: Band(repeating: unsafe firstWeight[k]))
                let (v0, v1) = unsafe Samples.load(line, x)
                let (v2, v3) = unsafe Samples.load(line, x &+ 16)
                a &+= Sums(widening: v0) &* weight
                b &+= Sums(widening: v1) &* weight
                c &+= Sums(widening: v2) &* weight
                d &+= Sums(widening: v3) &* weight
                unsafe line += stride
            }
            unsafe store(
                Band(narrowing: a &>> shift), Band(narrowing: b &>> shift), Band(narrowing: c &>> shift),
                Band(narrowing: d &>> shift), at: out + x &* 2)
            if x == columns &- blockWidth { break }
            x = min(x &+ blockWidth, columns &- blockWidth)
        }
    }

    @inline(__always)
    private static func store(_ a: Band, _ b: Band, _ c: Band, _ d: Band, at out: UnsafeMutableRawPointer) {
        unsafe out.storeBytes(of: a, as: Band.self)
        unsafe out.storeBytes(of: b, toByteOffset: 16, as: Band.self)
        unsafe out.storeBytes(of: c, toByteOffset: 32, as: Band.self)
        unsafe out.storeBytes(of: d, toByteOffset: 48, as: Band.self)
    }

    /// Writes the sixteen lines of a band column by column.
    ///
    /// - Parameters:
    ///   - stride: From one line to the next, in samples: at least `columns` rounded up to a multiple of 8, which is how
    ///     much of each line is read.
    ///   - result: Sixteen samples of each column, as many columns as are read.
    package static func transpose(
        _ lines: UnsafePointer<UInt16>, stride: Int, columns: Int, into result: UnsafeMutablePointer<UInt16>
    ) {
        let lines = unsafe UnsafeRawPointer(lines)
        let out = UnsafeMutableRawPointer(result)
        for half in 0..<2 {
            for x in Swift.stride(from: 0, to: columns, by: 8) {
                let rows = unsafe lines + (half &* 8 &* stride &+ x) &* 2
                unsafe storeTransposed(
                    rows, stride: stride &* 2, at: out + x &* columnBytes + half &* 16, stride: columnBytes)
            }
        }
    }

    /// Of one column of a band.
    private static let columnBytes = 32

    /// Exchanges rows and columns of 8 x 8 samples; strides are in bytes.
    @inline(__always)
    private static func storeTransposed(
        _ rows: UnsafeRawPointer, stride: Int, at out: UnsafeMutableRawPointer, stride outStride: Int
    ) {
        @inline(__always) func row(_ y: Int) -> Band {
            unsafe rows.loadUnaligned(fromByteOffset: y &* stride, as: Band.self)
        }
        let (a0, a1) = interleave(row(0), row(1))
        let (b0, b1) = interleave(row(2), row(3))
        let (c0, c1) = interleave(row(4), row(5))
        let (d0, d1) = interleave(row(6), row(7))
        let (e0, e1) = interleave(a0, b0)
        let (e2, e3) = interleave(a1, b1)
        let (f0, f1) = interleave(c0, d0)
        let (f2, f3) = interleave(c1, d1)
        @inline(__always) func store(_ row: Int, _ e: SIMD2<UInt64>, _ f: SIMD2<UInt64>) {
            let offset = row &* outStride
            unsafe out.storeBytes(of: SIMD2(e[0], f[0]), toByteOffset: offset, as: SIMD2<UInt64>.self)
            unsafe out.storeBytes(of: SIMD2(e[1], f[1]), toByteOffset: offset &+ outStride, as: SIMD2<UInt64>.self)
        }
        store(0, e0, f0)
        store(2, e1, f1)
        store(4, e2, f2)
        store(6, e3, f3)
    }

    // The halves are reinterpreted as wider elements at once: otherwise LLVM sees one shuffle of eight vectors and takes
    // it apart into single elements.
    @inline(__always)
    private static func interleave(_ a: Band, _ b: Band) -> (SIMD4<UInt32>, SIMD4<UInt32>) {
        var low = Band()
        var high = Band()
        low.evenHalf = a.lowHalf
        low.oddHalf = b.lowHalf
        high.evenHalf = a.highHalf
        high.oddHalf = b.highHalf
        return unsafe (unsafeBitCast(low, to: SIMD4<UInt32>.self), unsafeBitCast(high, to: SIMD4<UInt32>.self))
    }

    @inline(__always)
    private static func interleave(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>) -> (SIMD2<UInt64>, SIMD2<UInt64>) {
        let low = SIMD4(a[0], b[0], a[1], b[1])
        let high = SIMD4(a[2], b[2], a[3], b[3])
        return unsafe (unsafeBitCast(low, to: SIMD2<UInt64>.self), unsafeBitCast(high, to: SIMD2<UInt64>.self))
    }

    /// Averages the columns of a transposed band.
    ///
    /// - Parameters:
    ///   - columns: Sixteen samples of each column; the first belongs to `axis.used.lowerBound`.
    ///   - step: From one sample of the component to the next, in columns: more than one where components are interleaved.
    ///   - lines: How many of the sixteen lines are written.
    ///   - result: Their first samples.
    ///   - stride: From one line of the result to the next, in samples.
    package static func averageColumns(
        _ columns: UnsafePointer<UInt16>, step: Int, axis: AxisWeights, lines: Int,
        into result: UnsafeMutablePointer<UInt16>, stride: Int
    ) {
        guard axis.count >= 8 else {
            unsafe averageColumnsScalar(
                columns, step: step, axis: axis, lines: lines, into: result, stride: stride)
            return
        }
        let columnStride = step &* columnBytes
        let base = unsafe UnsafeRawPointer(columns) - axis.used.lowerBound &* columnStride
        let out = UnsafeMutableRawPointer(result)
        unsafe withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { scratch in
            let means = scratch.baseAddress!
            let rows = unsafe means + 256
            unsafe axis.withUnsafePointers { starts, offsets, weights, biases in
                var x = 0
                while true {
                    for i in 0..<8 {
                        let first = unsafe Int(truncatingIfNeeded: offsets[x &+ i])
                        let (upper, lower) = unsafe mean(
                            base + Int(truncatingIfNeeded: starts[x &+ i]) &* columnStride, stride: columnStride,
                            weights: weights + first, count: Int(truncatingIfNeeded: offsets[x &+ i &+ 1]) &- first,
                            bias: biases[x &+ i])
                        unsafe means.storeBytes(of: upper, toByteOffset: i &* 16, as: Band.self)
                        unsafe means.storeBytes(of: lower, toByteOffset: i &* 16 &+ 128, as: Band.self)
                    }
                    unsafe storeTransposed(UnsafeRawPointer(means), stride: 16, at: rows, stride: 16)
                    if lines > 8 {
                        unsafe storeTransposed(UnsafeRawPointer(means + 128), stride: 16, at: rows + 128, stride: 16)
                    }
                    for y in 0..<lines {
                        let line = unsafe rows.load(fromByteOffset: y &* 16, as: Band.self)
                        unsafe out.storeBytes(of: line, toByteOffset: (y &* stride &+ x) &* 2, as: Band.self)
                    }
                    if x == axis.count &- 8 { break }
                    // The last block may cover results again; it never writes beyond them.
                    x = min(x &+ 8, axis.count &- 8)
                }
            }
        }
    }

    /// One result of each line of a band.
    @inline(__always)
    private static func mean(
        _ first: UnsafeRawPointer, stride: Int, weights: UnsafePointer<UInt16>, count: Int, bias: UInt16
    ) -> (Band, Band) {
        var column = unsafe first
        if hasShortSums(count) {
            var (upper, lower) = (Band(repeating: bias), Band(repeating: bias))
            for k in 0..<count {
                let weight = unsafe Band(repeating: weights[k] &<< 1)
                unsafe upper &+= column.loadUnaligned(as: Band.self).upperHalf(ofProductWith: weight)
                unsafe lower &+= column.loadUnaligned(fromByteOffset: 16, as: Band.self)
                    .upperHalf(ofProductWith: weight)
                unsafe column += stride
            }
            return (upper, lower)
        }
        var upper = Sums(repeating: 1 << UInt32(AxisWeights.bits - 1))
        var lower = upper
        for k in 0..<count {
            let weight = unsafe Sums(widening: Band(repeating: weights[k]))
            unsafe upper &+= Sums(widening: column.loadUnaligned(as: Band.self)) &* weight
            unsafe lower &+= Sums(widening: column.loadUnaligned(fromByteOffset: 16, as: Band.self)) &* weight
            unsafe column += stride
        }
        let shift = UInt32(AxisWeights.bits)
        return (Band(narrowing: upper &>> shift), Band(narrowing: lower &>> shift))
    }
}
