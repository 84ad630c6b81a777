import ArgumentParser
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ctrl-C and `kill`: they cancel the work, which then cleans up behind itself.
enum Interruption {
    private enum Event<Result: Sendable>: Sendable { case finished(Result), signal(Int32) }

    /// Runs work that SIGINT, SIGTERM and SIGHUP cancel.
    ///
    /// Throws what the work throws; but `ExitCode(128 + signal)`, the shell's convention, when a signal came.
    static func cancelling<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Event<Result>.self) { group in
            group.addTask { .finished(try await work()) }
            group.addTask {
                for await number in signals([SIGINT, SIGTERM, SIGHUP]) { return .signal(number) }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            switch try await group.next()! {
            case .finished(let result):
                return result
            case .signal(let number):
                group.cancelAll()
                // It is over when it has cleaned up.
                _ = try? await group.next()
                throw ExitCode(128 + number)
            }
        }
    }

    /// The signals as they come, in place of what they would do to this process.
    private static func signals(_ numbers: [Int32]) -> AsyncStream<Int32> {
        AsyncStream { continuation in
            for number in numbers {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler {
                    continuation.yield(number)
                    // Until the process ends, its own handler keeps the source.
                    withExtendedLifetime(source) {}
                }
                source.activate()
            }
        }
    }
}
