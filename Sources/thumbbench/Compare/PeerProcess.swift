import CLinux
import Dispatch
import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process that does one thing and ends, measured from its `exec` to its end.
///
/// The kernel's count of peak memory (`ru_maxrss`) also has what the process was before its `exec`: a copy of its
/// parent. A child of thumbbench would never show less than thumbbench has. So a shell comes between: it forks, and
/// ends; its child, a second shell, falls to thumbbench, reports itself, waits for the clock to start, and becomes the
/// program by `exec`. What is left of the shells in the figures is 2 MB as the least peak, and about 1 ms of CPU time.
///
/// Subprocess is not used here: it hides `wait4`, and gives up a process's output when the first shell ends.
enum PeerProcess {
    struct Outcome: Sendable {
        /// From the go-ahead until the kernel reports the end.
        var wall: Duration
        /// In user and system mode, of all its threads.
        var cpu: Duration
        var peakResidentBytes: Int64
        var status: TerminationStatus
    }

    private static let launcher = #"""
        exec 3<&0
        sh -c 'echo $$; read -r go <&3 && exec 3<&- && exec "$0" "$@" >&2' "$@" &
        """#

    /// Runs a command to its end, or kills it at `timeout` or when the task is cancelled.
    ///
    /// It is in a process group of its own, which Ctrl-C at the terminal does not reach, and has no standard input.
    /// - Parameter log: A file for its standard output and standard error, made anew.
    static func run(
        _ command: [String], environment: [String: String], log: String, timeout: Duration
    ) async throws -> Outcome {
        let group = ProcessGroup()
        let alarm = Task {
            try await Task.sleep(for: timeout)
            group.kill()
        }
        defer { alarm.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread that may block: in `wait4` it takes no time from the process, and sees the end at once.
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: Result { () throws(BenchError) -> Outcome in
                            try runBlocking(command, environment: environment, log: log, group: group)
                        })
                }
            }
        } onCancel: {
            group.kill()
        }
        try Task.checkCancellation()
        return try outcome.get()
    }

    private static func runBlocking(
        _ command: [String], environment: [String: String], log: String, group: ProcessGroup
    ) throws(BenchError) -> Outcome {
        guard become_child_subreaper() == 0 else { throw .system("cannot become the parent of grandchildren") }
        let gate = try Pipe()
        var ready = try Pipe()
        let shell = try Spawn.start(
            ["sh", "-c", launcher, "sh"] + command, environment: environment, standardInput: gate.reading,
            standardOutput: ready.writing, standardError: log)
        group.began(leader: shell)
        defer { group.ended() }
        ready.closeWriting()
        // When this shell is reaped, its child has fallen to this process.
        _ = wait(for: shell)
        guard let process = pid_t(ready.line()) else { throw BenchError("a shell could not start \(command[0])") }

        let started = ContinuousClock.now
        gate.writeLine()
        let (status, usage) = wait(for: process)
        return Outcome(
            wall: ContinuousClock.now - started, cpu: Duration(usage.ru_utime) + Duration(usage.ru_stime),
            peakResidentBytes: Int64(usage.ru_maxrss) * 1_024, status: status)
    }

    private static func wait(for process: pid_t) -> (TerminationStatus, rusage) {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
        // The layout of wait(2)'s status is macros in C: seven bits of signal, a flag, and eight bits of exit status.
        let signal = status & 0x7F
        return (signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal), usage)
    }
}

extension Duration {
    fileprivate init(_ time: timeval) {
        self = .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }
}
