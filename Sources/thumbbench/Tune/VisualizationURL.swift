import FoundationEssentials

/// The address of aws-lambda-power-tuning's page with a chart of the tiers.
///
/// All of it is in the fragment, which a browser keeps to itself: three lists, each in Base64 of little-endian numbers;
/// the memory settings as Int16, the durations in milliseconds and the costs of one invocation in US dollars as Float32.
enum VisualizationURL {
    static let page = "https://lambda-power-tuning.show/"

    static func make(_ candidates: [Candidate]) -> String {
        let sorted = candidates.sorted { $0.power < $1.power }
        let lists = [
            base64(sorted.map { Int16(clamping: $0.power) }),
            base64(sorted.map { Float32($0.duration).bitPattern }),
            base64(sorted.map { Float32($0.cost).bitPattern }),
        ]
        return "\(page)#\(lists.joined(separator: ";"))"
    }

    private static func base64<Number: FixedWidthInteger>(_ numbers: [Number]) -> String {
        let bytes = numbers.flatMap { number in
            (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return Data(bytes).base64EncodedString()
    }
}
