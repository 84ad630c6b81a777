/// A matrix of three rows and columns.
struct Matrix3: Equatable, Sendable {
    private var columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)

    static let identity = Matrix3(rows: [1, 0, 0], [0, 1, 0], [0, 0, 1])

    init(rows x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>) {
        columns = ([x[0], y[0], z[0]], [x[1], y[1], z[1]], [x[2], y[2], z[2]])
    }

    init(diagonal: SIMD3<Double>) { self.init(rows: [diagonal.x, 0, 0], [0, diagonal.y, 0], [0, 0, diagonal.z]) }

    subscript(row: Int) -> SIMD3<Double> { [columns.0[row], columns.1[row], columns.2[row]] }

    /// Of a matrix that is not singular.
    var inverse: Matrix3 {
        let (a, b, c) = columns
        let (r0, r1, r2) = (Self.cross(b, c), Self.cross(c, a), Self.cross(a, b))
        let determinant = (a * r0).sum()
        return Matrix3(rows: r0 / determinant, r1 / determinant, r2 / determinant)
    }

    static func * (matrix: Matrix3, vector: SIMD3<Double>) -> SIMD3<Double> {
        matrix.columns.0 * vector.x + matrix.columns.1 * vector.y + matrix.columns.2 * vector.z
    }

    static func * (left: Matrix3, right: Matrix3) -> Matrix3 {
        let columns = (left * right.columns.0, left * right.columns.1, left * right.columns.2)
        var product = Matrix3.identity
        product.columns = columns
        return product
    }

    static func == (left: Matrix3, right: Matrix3) -> Bool { left.columns == right.columns }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        [a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x]
    }
}
