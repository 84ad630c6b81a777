import Testing

@testable import Thumbnailer

@Suite("Turning and mirroring")
struct OrientationTests {
    /// One of the eight, with what the standard says of it and what it does to ``plane``, written by hand.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// a, b, c, d of the display matrix, in ones.
        var matrix: [Int32]
        var rotation: Int
        /// Rows of ``plane`` as they are shown.
        var shown: [[UInt16]]

        /// 16.16 fixed point for a, b, c, d; u, v, w are 2.30.
        var displayMatrix: [Int32] {
            let m = matrix.map { $0 << 16 }
            return [m[0], m[1], 0, m[2], m[3], 0, 1920 << 16, -1080 << 16, 1 << 30]
        }
    }

    /// Three wide, two high.
    private static let plane: [UInt16] = [
        1, 2, 3,
        4, 5, 6,
    ]

    static let cases = [
        Case(testDescription: "upright", matrix: [1, 0, 0, 1], rotation: 0, shown: [[1, 2, 3], [4, 5, 6]]),
        Case(
            testDescription: "90° clockwise", matrix: [0, 1, -1, 0], rotation: 90, shown: [[4, 1], [5, 2], [6, 3]]),
        Case(testDescription: "180°", matrix: [-1, 0, 0, -1], rotation: 180, shown: [[6, 5, 4], [3, 2, 1]]),
        Case(
            testDescription: "270° clockwise", matrix: [0, -1, 1, 0], rotation: 270, shown: [[3, 6], [2, 5], [1, 4]]),
        Case(testDescription: "left to right", matrix: [-1, 0, 0, 1], rotation: 0, shown: [[3, 2, 1], [6, 5, 4]]),
        Case(testDescription: "top to bottom", matrix: [1, 0, 0, -1], rotation: 180, shown: [[4, 5, 6], [1, 2, 3]]),
        Case(testDescription: "transposed", matrix: [0, 1, 1, 0], rotation: 270, shown: [[1, 4], [2, 5], [3, 6]]),
        Case(
            testDescription: "transposed over the other diagonal", matrix: [0, -1, -1, 0], rotation: 90,
            shown: [[6, 3], [5, 2], [4, 1]]),
    ]

    @Test("Each of the eight display matrices turns a picture as the standard says", arguments: cases)
    func apply(example: Case) {
        let orientation = Orientation(displayMatrix: example.displayMatrix)
        #expect(orientation.apply(to: Self.plane, width: 3, height: 2) == example.shown.flatMap(\.self))
        #expect(orientation.swapsAxes == (example.shown.count == 3))
        #expect(orientation.rotation == example.rotation)
    }

    @Test("All planes of a picture are turned, and its sides change places", arguments: cases)
    func picture(example: Case) {
        let picture = SmallPicture(
            width: 3, height: 2, luma: Self.plane, blueDifference: Self.plane.map { $0 + 100 },
            redDifference: Self.plane.map { $0 + 200 })
        let turned = picture.turned(Orientation(displayMatrix: example.displayMatrix))
        let shown = example.shown.flatMap(\.self)
        #expect(turned.height == example.shown.count)
        #expect(turned.width == example.shown[0].count)
        #expect(turned.luma == shown)
        #expect(turned.blueDifference == shown.map { $0 + 100 })
        #expect(turned.redDifference == shown.map { $0 + 200 })
    }

    @Test("A row becomes a column, and a single sample stays")
    func thinPlanes() {
        let clockwise = Orientation(swapsAxes: true, mirrorsHorizontally: true, mirrorsVertically: false)
        #expect(clockwise.apply(to: [1, 2, 3], width: 3, height: 1) == [1, 2, 3])
        #expect(clockwise.apply(to: [1, 2, 3], width: 1, height: 3) == [3, 2, 1])
        #expect(clockwise.apply(to: [7], width: 1, height: 1) == [7])
    }

    @Test(
        "A matrix between two of the eight gives the nearer one, however large its numbers are",
        arguments: [
            ([900, 100, -100, 900], 0), ([100, 900, -900, 100], 90), ([-900, 400, -400, -900], 180),
            ([5, -9, 9, 5], 270), ([Int32.max, 0, 0, .max], 0), ([0, .max, .min, 0], 90), ([.min, 0, 0, .min], 180),
            ([.min, .max, .max, .max], 0), ([2 << 16, 0, 0, 1 << 16], 0),
        ] as [([Int32], Int)])
    func nearest(matrix m: [Int32], rotation: Int) {
        let matrix = [m[0], m[1], 0, m[2], m[3], 0, 0, 0, 1 << 30]
        #expect(Orientation(displayMatrix: matrix).rotation == rotation)
    }

    @Test(
        "A matrix that flattens the picture means upright",
        arguments: [[0, 0, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0], [0, -5, 0, 0], [.min, .min, .min, .min]] as [[Int32]])
    func degenerate(matrix m: [Int32]) {
        #expect(Orientation(displayMatrix: [m[0], m[1], 0, m[2], m[3], 0, 0, 0, 1 << 30]) == .upright)
        #expect(Orientation(displayMatrix: [m[0], m[1], 9, m[2], m[3], 9, 9, 9, 9]) == .upright)
    }
}
