/// What decoding may use.
package struct DecodingConfiguration: Sendable, Equatable {
    package var limits = PictureLimits.standard
    /// Decoders that share the work on one picture among threads use so many.
    package var threads = 1

    package init() {}

    /// For a Lambda function with so much memory, in MB.
    ///
    /// A vCPU comes with each 1,769 MB. A thread is only started for a share that it can use most of.
    package init(memory: Int) {
        limits = PictureLimits(memory: memory)
        threads = min(max(Int((Double(memory) / Self.memoryPerCPU).rounded()), 1), Self.mostThreads)
    }

    private static let memoryPerCPU = 1769.0
    /// vCPUs of the largest function (10,240 MB).
    private static let mostThreads = 6
}
