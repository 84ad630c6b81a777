import ArgumentParser
import Loopback

/// How far away the S3 on this machine pretends to be.
struct NetworkArguments: ParsableArguments {
    @Option(help: ArgumentHelp("What S3 takes from a request to the first byte of its answer.", valueName: "ms"))
    var firstByteDelay = 25.0

    @Option(help: ArgumentHelp("Bandwidth of each connection to S3; 0 for no limit.", valueName: "mb/s"))
    var rate = 90.0

    var shape: LoopbackS3.Shape {
        LoopbackS3.Shape(
            firstByteDelay: .milliseconds(firstByteDelay), bytesPerSecond: rate == 0 ? nil : Int(rate * 1e6))
    }

    func validate() throws {
        guard (0...60_000).contains(firstByteDelay) else {
            throw ValidationError("--first-byte-delay must be 0 to 60000 ms.")
        }
        guard rate == 0 || (0.001...1_000_000).contains(rate) else {
            throw ValidationError("--rate must be 0 or 0.001 to 1000000 MB/s.")
        }
    }
}
