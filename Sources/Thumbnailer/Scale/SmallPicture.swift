/// A scaled picture before colour conversion: planar YCbCr 4:4:4, rows without padding, in the matrix and range of the video.
///
/// A sample has sixteen bits, whatever the video's has: its code value times 2^(16 - depth), so that eight-bit white of the
/// full range is 65280.
struct SmallPicture: Sendable {
    var width: Int
    var height: Int
    var luma: [UInt16]
    var blueDifference: [UInt16]
    var redDifference: [UInt16]
    /// How much each pixel covers what lies behind it, in the same scale and always of the full range; nil if all of it.
    var alpha: [UInt16]?

    /// The same picture as it is shown.
    func turned(_ orientation: Orientation) -> SmallPicture {
        func turn(_ plane: [UInt16]) -> [UInt16] { orientation.apply(to: plane, width: width, height: height) }
        return SmallPicture(
            width: orientation.swapsAxes ? height : width, height: orientation.swapsAxes ? width : height,
            luma: turn(luma), blueDifference: turn(blueDifference), redDifference: turn(redDifference),
            alpha: alpha.map(turn))
    }
}
