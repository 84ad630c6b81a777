import FoundationEssentials

/// What is of use here in the line that the function logs about a thumbnail.
struct ThumbnailLine: Sendable, Decodable {
    /// Wall-clock milliseconds. `waited` is a part of `open`, `seek` and `read`.
    struct Timings: Sendable, Decodable {
        var open: Double
        var seek: Double
        var read: Double
        var decode: Double
        var scale: Double
        var encode: Double
        var put: Double
        var waited: Double
        var total: Double
    }

    var requestId: String
    var timingsMs: Timings

    /// Nil for any other line.
    init?(_ line: [UInt8]) {
        guard line.first == UInt8(ascii: "{"), let decoded = try? JSONDecoder().decode(Self.self, from: Data(line))
        else { return nil }
        self = decoded
    }
}
