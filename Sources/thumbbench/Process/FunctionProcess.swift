import FoundationEssentials
import Loopback
import Subprocess

/// A process of the function, from a moment before its `exec` to its death.
///
/// A small shell comes first and stops at a gate. There it can be brought into a cgroup, and the clock can start,
/// before it becomes the function by `exec`: neither the spawning nor the shell's own start is measured. From the gate
/// to `main` of a C program that does nothing it takes 0.9 ms. The process keeps its PID, and its memory starts anew.
struct FunctionProcess: Sendable {
    /// What came of waiting for a function.
    enum Outcome<Value: Sendable>: Sendable { case value(Value), processEnded, timedOut }

    /// What the shell says at the gate: a byte that no text has (ASCII ACK).
    private static let mark: UInt8 = 6
    private static let gate = #"cd "$1" && printf '\006' && read -r go && shift && exec "$0" "$@" </dev/null"#

    let identifier: Int32
    private let standardInput: StandardInputWriter
    private let ready = Latch<Void>()
    private let ended = Latch<Void>()

    /// Starts a function's process up to its gate and kills it, and all of its process group, when `body` is over.
    ///
    /// It has a process group of its own, so that Ctrl-C at the terminal reaches it through thumbbench only.
    /// - Parameters:
    ///   - function: Path of the executable.
    ///   - arguments: For it; Lambda gives none.
    ///   - launcher: A command that starts the command behind it, with the user's own environment.
    ///   - environment: All of the function's environment.
    ///   - directory: To run in.
    /// - Returns: What `body` returned, and how the process ended.
    @discardableResult
    static func run<Result: Sendable>(
        _ function: String, arguments: [String] = [], launcher: [String] = [], environment: [String: String],
        directory: String = ".",
        log: FunctionLog, body: (FunctionProcess) async throws -> Result
    ) async throws -> (result: Result, status: TerminationStatus) {
        var command = ["sh", "-c", gate, function, directory] + arguments
        var environment = environment
        if !launcher.isEmpty {
            // `env` swaps the environments before the gate, so it costs the function nothing.
            command = launcher + ["/usr/bin/env", "-i"] + environment.map { "\($0)=\($1)" } + command
            environment = ProcessInfo.processInfo.environment
        }
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]

        let outcome = try await Subprocess.run(
            .name(command[0]), arguments: Arguments(Array(command.dropFirst())),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
            platformOptions: options,
            input: .inputWriter, output: .sequence, error: .combinedWithOutput
        ) { execution in
            let process = FunctionProcess(
                identifier: execution.processIdentifier.value, standardInput: execution.standardInputWriter)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                let output = execution.standardOutput
                group.addTask { await process.follow(output, log: log) }
                let result: Swift.Result<Result, any Error>
                do {
                    result = .success(try await body(process))
                } catch {
                    result = .failure(error)
                }
                try? execution.send(signal: .kill, toProcessGroup: true)
                try await group.waitForAll()
                return try result.get()
            }
        }
        return (outcome.closureResult, outcome.terminationStatus)
    }

    /// Waits until the shell stands at the gate.
    func waitUntilReady() async throws {
        try await ready.value()
    }

    /// Opens the gate, and says when. Waits for it to be reached first.
    func exec() async throws -> ContinuousClock.Instant {
        try await waitUntilReady()
        let instant = ContinuousClock.now
        _ = try await standardInput.write("\n")
        try await standardInput.finish()
        return instant
    }

    /// Waits for something that the function should do, but no longer than the function lives.
    ///
    /// A process is taken to have ended when its log is closed. What it did just before counts: its words may still be
    /// on their way through a socket, so they get a moment.
    func outcome<Value: Sendable>(
        of operation: @escaping @Sendable () async throws -> Value, within timeout: Duration
    ) async throws -> Outcome<Value> {
        try await withThrowingTaskGroup(of: Outcome<Value>.self) { group in
            group.addTask { .value(try await operation()) }
            group.addTask {
                try await ended.value()
                try await Task.sleep(for: .milliseconds(50))
                return .processEnded
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return .timedOut
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    /// Reads the log to its end. A launcher's complaint may come before the mark, or in its place.
    private func follow(_ output: SubprocessOutputSequence, log: FunctionLog) async {
        do {
            var isReady = false
            for try await buffer in output {
                var bytes = buffer.withUnsafeBytes { Array($0) }
                if !isReady, let mark = bytes.firstIndex(of: Self.mark) {
                    bytes.remove(at: mark)
                    isReady = true
                    ready.resolve(.success(()))
                }
                log.append(bytes)
            }
        } catch {
            // The pipe broke: the same as its end.
        }
        let lastWords = log.lastLines(5).joined(separator: "\n")
        ready.resolve(.failure(BenchError("the process ended before it could become the function. \(lastWords)")))
        ended.resolve(.success(()))
    }
}
