extension LoopbackS3 {
    /// How slow the way to the client is.
    package struct Shape: Sendable, Equatable {
        /// From the end of a request to the first byte of its answer; every request waits for it.
        package var firstByteDelay: Duration
        /// The bandwidth of each connection by itself, counted in body bytes. Nil is as fast as the loopback goes.
        package var bytesPerSecond: Int?

        package init(firstByteDelay: Duration, bytesPerSecond: Int?) {
            precondition(firstByteDelay >= .zero && (bytesPerSecond ?? 1) > 0)
            self.firstByteDelay = firstByteDelay
            self.bytesPerSecond = bytesPerSecond
        }

        package static let none = Shape(firstByteDelay: .zero, bytesPerSecond: nil)
    }
}
