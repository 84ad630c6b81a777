import ArgumentParser
import Loopback

/// How far away the S3 on this machine pretends to be.
struct NetworkArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The network: s3-same-region (25 ms, 90 MB/s), s3-cross-region (100 ms, 27 MB/s), local, or a JSON file.",
            discussion: #"The file: {"firstByteMs": 25, "mbPerSecond": 90}."#, valueName: "name|file"),
        transform: NetworkProfile.init(argument:))
    var profile = NetworkProfile.sameRegion

    @Option(
        name: .customLong("first-byte-delay"),
        help: ArgumentHelp(
            "What S3 takes from a request to the first byte of its answer, in place of the profile's.",
            valueName: "ms"))
    var ownDelay: Double?

    @Option(
        name: .customLong("rate"),
        help: ArgumentHelp(
            "Bandwidth of each connection to S3, in place of the profile's; 0 for no limit.", valueName: "mb/s"))
    var ownRate: Double?

    /// In milliseconds.
    var firstByteDelay: Double { ownDelay ?? profile.firstByteMs }

    private var rate: Double { ownRate ?? profile.mbPerSecond }

    /// Nil when a figure of its own is in place of one of the profile's.
    var profileName: String? { ownDelay == nil && ownRate == nil ? profile.name : nil }

    var shape: LoopbackS3.Shape {
        LoopbackS3.Shape(
            firstByteDelay: .milliseconds(firstByteDelay), bytesPerSecond: rate == 0 ? nil : Int(rate * 1e6))
    }

    func validate() throws {
        guard (0...60_000).contains(firstByteDelay) else {
            throw ValidationError("S3's delay to the first byte must be 0 to 60000 ms.")
        }
        guard rate == 0 || (0.001...1_000_000).contains(rate) else {
            throw ValidationError("S3's rate must be 0 or 0.001 to 1000000 MB/s.")
        }
    }
}
