/// The mean of what is left when the lowest and the highest fifth of the samples are left out.
///
/// aws-lambda-power-tuning's averages are of this kind (its `discardTopBottom` is 0.2).
enum TrimmedMean {
    /// Left out at each end, as a part of all samples.
    static let cut = 0.2

    /// The samples that are left, in the order of what they are measured by; all of less than five.
    static func middle<Sample>(_ samples: [Sample], by value: (Sample) -> Double) -> ArraySlice<Sample> {
        let outside = Int(Double(samples.count) * cut)
        return samples.sorted { value($0) < value($1) }[outside..<samples.count - outside]
    }

    /// Nil without samples.
    static func of(_ samples: [Double]) -> Double? {
        let middle = middle(samples) { $0 }
        return middle.isEmpty ? nil : middle.reduce(0, +) / Double(middle.count)
    }

    /// The mean over several inputs of each one's trimmed mean: no input as a whole is left out for being slow.
    static func of(groups: [[Double]]) -> Double? {
        let means = groups.compactMap { of($0) }
        return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
    }
}
