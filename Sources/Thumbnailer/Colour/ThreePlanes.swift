/// Planes of equal size that are computed pixel by pixel.
enum ThreePlanes {
    /// Three planes of three planes, in one pass and without checks of bounds.
    @inline(__always)
    static func map<Source, Result>(
        _ first: [Source], _ second: [Source], _ third: [Source],
        _ body: (Source, Source, Source) -> (Result, Result, Result)
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
                                for index in 0..<count {
                                    let (x, y, z) = unsafe body(first[index], second[index], third[index])
                                    unsafe a.initializeElement(at: index, to: x)
                                    unsafe b.initializeElement(at: index, to: y)
                                    unsafe c.initializeElement(at: index, to: z)
                                }
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
}
