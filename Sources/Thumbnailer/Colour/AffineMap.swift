/// Three numbers from three: multiply, then add, in single precision.
struct AffineMap: Equatable, Sendable {
    struct Row: Equatable, Sendable {
        var x: Float
        var y: Float
        var z: Float
        var constant: Float

        @inline(__always)
        func callAsFunction(_ a: Float, _ b: Float, _ c: Float) -> Float { x * a + y * b + z * c + constant }

        @inline(__always)
        func callAsFunction(_ a: EightFloats, _ b: EightFloats, _ c: EightFloats) -> EightFloats {
            x * a + y * b + z * c + constant
        }
    }

    var first: Row
    var second: Row
    var third: Row

    init(_ matrix: Matrix3, constant: SIMD3<Double> = [0, 0, 0]) {
        func row(_ index: Int) -> Row {
            let weights = SIMD3<Float>(matrix[index])
            return Row(x: weights.x, y: weights.y, z: weights.z, constant: Float(constant[index]))
        }
        (first, second, third) = (row(0), row(1), row(2))
    }

    /// From the codes of one description to those of another, R', G' and B' staying the same.
    ///
    /// - Parameter scale: What the results are multiplied by.
    init(from source: ColourDescription, to target: ColourDescription, scale: Double = 1) {
        let (decoding, encoding) = (source.decoding, target.encoding)
        let matrix = encoding.matrix * decoding.matrix
        let constant = encoding.matrix * decoding.constant + encoding.constant
        self.init(Matrix3(diagonal: [scale, scale, scale]) * matrix, constant: constant * scale)
    }

    @inline(__always)
    func callAsFunction(
        _ a: EightFloats, _ b: EightFloats, _ c: EightFloats
    ) -> (EightFloats, EightFloats, EightFloats) {
        (first(a, b, c), second(a, b, c), third(a, b, c))
    }
}
