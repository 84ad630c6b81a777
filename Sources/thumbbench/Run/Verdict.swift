import Subprocess

/// How it ended for a function that should have answered: for a reader, and under a fixed name for a program.
struct Verdict: Sendable, Equatable, Encodable {
    enum Result: String, Sendable, Encodable {
        case ok, outOfMemory, timedOut, functionError, initError, exited
    }

    /// What the function was to do.
    enum Phase: String, Sendable {
        case initialization = "in its init phase"
        case invocation = "in an invocation"
    }

    /// What happened instead of an answer, as seen from outside the process.
    enum Setback: Sendable, Equatable {
        case timedOut(after: Duration)
        case processEnded
        case functionError(type: String?, body: [UInt8])
        case initError(type: String?, body: [UInt8])
    }

    static let ok = Verdict(result: .ok, message: nil)

    let result: Result
    /// The whole reason, in one sentence; nil when there is none to give.
    let message: String?

    private init(result: Result, message: String?) {
        self.result = result
        self.message = message
    }

    /// - Parameters:
    ///   - status: How the process ended, in the end by our own hand.
    ///   - usage: Of its cgroup, after the end.
    ///   - lastWords: The end of the function's log.
    init(
        _ setback: Setback, during phase: Phase, status: TerminationStatus, usage: CgroupUsage?, lastWords: [String]
    ) {
        let kills = usage?.outOfMemoryKills ?? 0
        switch setback {
        case _ where kills > 0:
            self.init(result: .outOfMemory, message: "The kernel killed the function \(phase.rawValue): out of memory.")
        case .processEnded where status == .signaled(9):
            // Systemd removes a scope, and the kernel's count with it, as soon as the process is gone.
            self.init(
                result: .outOfMemory,
                message: "Killed by SIGKILL \(phase.rawValue), which no one sends but the kernel: out of memory.")
        case .processEnded:
            let words = lastWords.isEmpty ? " It logged nothing." : lastWords.map { "\n  \($0)" }.joined()
            self.init(result: .exited, message: "The function ended \(phase.rawValue), \(status.inWords).\(words)")
        case .timedOut(let limit):
            self.init(
                result: .timedOut, message: "No answer \(phase.rawValue) within \(limit.milliseconds / 1_000) s.")
        case .functionError(let type, let body):
            self.init(result: .functionError, message: Self.sentence(type, body))
        case .initError(let type, let body):
            self.init(result: .initError, message: Self.sentence(type, body))
        }
    }

    /// For a cell of a table.
    var name: String {
        switch result {
        case .ok: "ok"
        case .outOfMemory: "out of memory"
        case .timedOut: "timed out"
        case .functionError: "function error"
        case .initError: "init error"
        case .exited: "exited"
        }
    }

    private static func sentence(_ type: String?, _ body: [UInt8]) -> String {
        let error = RuntimeErrorBody(body)
        let message = error?.errorMessage ?? String(decoding: body, as: UTF8.self)
        return "\(error?.errorType ?? type ?? "No error type"): \(message)"
    }
}

extension TerminationStatus {
    var inWords: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signaled(let number): "signal \(number)"
        }
    }
}
