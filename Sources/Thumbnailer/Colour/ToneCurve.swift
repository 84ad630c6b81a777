/// The EETF of Report ITU-R BT.2390-11, §5.4.1: brings light up to a source's peak into a smaller range.
///
/// Up to a knee, light stays as it is; above, a Hermite spline in PQ bends it towards the target's peak. Blacks are 0 in
/// both, so nothing is lifted. The knee lies at 2 t - 1 for a target of t, as libplacebo has it by default, and not at the
/// report's 1.5 t - 0.5, which leaves so little above reference white that clouds lose their shape: of a peak of 1,000 cd/m²,
/// 41 levels of a JPEG instead of 26.
struct ToneCurve: Equatable, Sendable {
    /// In PQ samples.
    private let source: Double
    private let target: Double
    private let knee: Double

    /// - Parameter peak: Of the source, in cd/m²; at or below the target's, everything stays as it is.
    init(peak: Double, target targetPeak: Double = LightLevels.referenceWhite) {
        source = TransferFunction.pq.sample(max(peak, targetPeak) / LightLevels.pqPeak)
        target = TransferFunction.pq.sample(targetPeak / LightLevels.pqPeak) / source
        knee = 2 * target - 1
    }

    /// In and out in cd/m².
    func callAsFunction(_ light: Double) -> Double {
        let sample = min(TransferFunction.pq.sample(light / LightLevels.pqPeak) / source, 1)
        guard sample > knee, target < 1 else { return min(light, TransferFunction.pq.light(source * target) * 10_000) }
        let t = (sample - knee) / (1 - knee)
        let (t2, t3) = (t * t, t * t * t)
        let bent =
            (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * target
        return TransferFunction.pq.light(bent * source) * LightLevels.pqPeak
    }
}
