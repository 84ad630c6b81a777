extension Float {
    /// The smaller of two numbers in one instruction: `min` takes six, for the sake of what is no number.
    @inline(__always)
    func atMost(_ bound: Float) -> Float { self < bound ? self : bound }

    /// The larger of two numbers in one instruction.
    @inline(__always)
    func atLeast(_ bound: Float) -> Float { self > bound ? self : bound }

    /// The nearest whole number to one of 0 to 2^22, without a check that it is one.
    ///
    /// Above 2^23, the last bit of a float counts ones.
    @inline(__always)
    var nearestInteger: UInt32 { (self + 0x1p23).bitPattern & 0x7F_FFFF }
}
