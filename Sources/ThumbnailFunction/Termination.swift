import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGTERM, by which Lambda announces that it shuts an environment down, if an extension is registered, and by which
/// containers are stopped anywhere else.
enum Termination {
    /// Runs work that SIGTERM cancels: an event that is being handled is still answered, and no other is asked for.
    static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let working = Task { try await work() }
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM)
        source.setEventHandler { working.cancel() }
        source.activate()
        defer { source.cancel() }
        try await working.value
    }
}
