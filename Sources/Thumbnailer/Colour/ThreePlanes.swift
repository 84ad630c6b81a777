/// Planes of equal size that are computed eight pixels at a time.
enum ThreePlanes {
    /// Three planes of three planes, in one pass and without checks of bounds.
    @inline(__always)
    static func map<Source: LaneSample, Result: LaneSample>(
        _ first: [Source], _ second: [Source], _ third: [Source],
        _ body: (EightFloats, EightFloats, EightFloats) -> (EightFloats, EightFloats, EightFloats)
    ) -> ([Result], [Result], [Result]) {
        let count = first.count
        precondition(second.count == count && third.count == count)
        var (b, c): ([Result], [Result]) = ([], [])
        let a = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe third.withUnsafeBufferPointer { third in
                    unsafe [Result](unsafeUninitializedCapacity: count) { a, aCount in
                        unsafe b = [Result](unsafeUninitializedCapacity: count) { b, bCount in
                            unsafe c = [Result](unsafeUninitializedCapacity: count) { c, cCount in
                                unsafe forEachEight(
                                    count, from: (first, second, third), to: (a, b, c), body)
                                cCount = count
                            }
                            bCount = count
                        }
                        aCount = count
                    }
                }
            }
        }
        return (a, b, c)
    }

    private typealias Sources<Sample> = (
        UnsafeBufferPointer<Sample>, UnsafeBufferPointer<Sample>, UnsafeBufferPointer<Sample>
    )
    private typealias Results<Sample> = (
        UnsafeMutableBufferPointer<Sample>, UnsafeMutableBufferPointer<Sample>, UnsafeMutableBufferPointer<Sample>
    )

    @inline(__always)
    private static func forEachEight<Source: LaneSample, Result: LaneSample>(
        _ count: Int, from source: Sources<Source>, to result: Results<Result>,
        _ body: (EightFloats, EightFloats, EightFloats) -> (EightFloats, EightFloats, EightFloats)
    ) {
        guard count >= 8 else {
            for index in 0..<count {
                let (x, y, z) = unsafe body(
                    Source.load(one: source.0[index]), Source.load(one: source.1[index]),
                    Source.load(one: source.2[index]))
                unsafe result.0.initializeElement(at: index, to: Result.first(of: x))
                unsafe result.1.initializeElement(at: index, to: Result.first(of: y))
                unsafe result.2.initializeElement(at: index, to: Result.first(of: z))
            }
            return
        }
        // What is left over at the end is computed together with the pixels before it, once more.
        for eight in 0...(count - 1) / 8 {
            let index = Swift.min(eight * 8, count - 8)
            let (x, y, z) = unsafe body(
                Source.load(source.0.baseAddress! + index), Source.load(source.1.baseAddress! + index),
                Source.load(source.2.baseAddress! + index))
            unsafe Result.store(x, to: result.0.baseAddress! + index)
            unsafe Result.store(y, to: result.1.baseAddress! + index)
            unsafe Result.store(z, to: result.2.baseAddress! + index)
        }
    }
}
