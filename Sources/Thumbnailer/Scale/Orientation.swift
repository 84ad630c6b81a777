/// How a stored picture must be turned and mirrored to be shown: one of the eight ways to lay a rectangle on itself.
package struct Orientation: Sendable, Equatable {
    /// Whether rows become columns. Applied first.
    package var swapsAxes: Bool
    /// Whether left and right change places, after that.
    package var mirrorsHorizontally: Bool
    /// Whether top and bottom change places, after that.
    package var mirrorsVertically: Bool

    package static let upright = Orientation(
        swapsAxes: false, mirrorsHorizontally: false, mirrorsVertically: false)

    /// Degrees by which the picture is turned clockwise to be shown: 0, 90, 180 or 270. A mirror image counts as turned
    /// after it was mirrored left to right.
    package var rotation: Int {
        switch (swapsAxes, mirrorsHorizontally, mirrorsVertically) {
        case (false, _, false): 0
        case (false, _, true): 180
        case (true, true, _): 90
        case (true, false, _): 270
        }
    }

    package init(swapsAxes: Bool, mirrorsHorizontally: Bool, mirrorsVertically: Bool) {
        self.swapsAxes = swapsAxes
        self.mirrorsHorizontally = mirrorsHorizontally
        self.mirrorsVertically = mirrorsVertically
    }

    /// The nearest of the eight to a display matrix (ISO/IEC 14496-12 §6.2.2): nine 32-bit integers, of which a, b, c, d
    /// map a stored point (x, y) to (ax + cy, bx + dy). A degenerate matrix means upright.
    init(displayMatrix m: [Int32]) {
        let (a, b, c, d) = (Double(m[0]), Double(m[1]), Double(m[3]), Double(m[4]))
        guard a * d - b * c != 0 else {
            self = .upright
            return
        }
        swapsAxes = abs(b) + abs(c) > abs(a) + abs(d)
        mirrorsHorizontally = (swapsAxes ? c : a) < 0
        mirrorsVertically = (swapsAxes ? b : d) < 0
    }

    /// Turns a plane of `width` x `height` samples, row after row; the result has those swapped if ``swapsAxes``.
    func apply<Sample>(to plane: [Sample], width: Int, height: Int) -> [Sample] {
        if self == .upright { return plane }
        let (outWidth, outHeight) = swapsAxes ? (height, width) : (width, height)
        return unsafe [Sample](unsafeUninitializedCapacity: plane.count) { out, count in
            for y in 0..<outHeight {
                let v = mirrorsVertically ? outHeight - 1 - y : y
                for x in 0..<outWidth {
                    let u = mirrorsHorizontally ? outWidth - 1 - x : x
                    unsafe out.initializeElement(
                        at: y * outWidth + x, to: swapsAxes ? plane[u * width + v] : plane[v * width + u])
                }
            }
            count = plane.count
        }
    }
}
