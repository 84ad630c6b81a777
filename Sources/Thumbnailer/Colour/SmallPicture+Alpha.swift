extension SmallPicture {
    /// The picture over black, as players lay it: gamma-coded samples times opacity.
    ///
    /// A picture without an opaque pixel anywhere is shown as if all were opaque: many programs write 32-bit RGB whose
    /// fourth byte means nothing.
    func overBlack(in colour: ColourDescription) -> SmallPicture {
        guard let alpha, let most = alpha.max(), most > 0 else { return opaque }
        let white = Float(((1 << colour.depth) - 1) << (16 - colour.depth))
        let opacity = alpha.map { Swift.min(Float($0) / white, 1) }
        let black = colour.codes.zero
        func over(_ plane: [UInt16], _ black: Double) -> [UInt16] {
            let black = Float(black)
            return zip(plane, opacity).map { sample, opacity in
                UInt16((Float(sample) - black) * opacity + black + 0.5)
            }
        }
        var result = opaque
        result.luma = over(luma, black.x)
        result.blueDifference = over(blueDifference, black.y)
        result.redDifference = over(redDifference, black.z)
        return result
    }

    private var opaque: SmallPicture {
        var result = self
        result.alpha = nil
        return result
    }
}
