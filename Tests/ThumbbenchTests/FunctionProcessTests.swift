import FoundationEssentials
import Subprocess
import Testing

@testable import thumbbench

@Suite(.timeLimit(.minutes(15)))
struct FunctionProcessTests {
    private let environment = ["PATH": "/usr/bin:/bin"]

    @Test func `Everything the process writes is its log, but not the gate's line`() async throws {
        let function = try ScriptedFunction("echo to stdout; echo to stderr >&2; exit 7")
        let log = FunctionLog()
        let (outcome, status) = try await FunctionProcess.run(
            function.binary.path, environment: environment, log: log
        ) { process in
            _ = try await process.exec()
            return try await process.outcome(of: { try await Task.sleep(for: .seconds(30)) }, within: .seconds(30))
        }
        guard case .processEnded = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(status == .exited(7))
        #expect(log.lastLines(9) == ["to stdout", "to stderr"])
    }

    @Test func `Until the gate opens the function does not start`() async throws {
        let function = try ScriptedFunction("echo started")
        let log = FunctionLog()
        try await FunctionProcess.run(function.binary.path, environment: environment, log: log) { process in
            try await process.waitUntilReady()
            try await Task.sleep(for: .milliseconds(100))
            #expect(ControlFile.read("/proc/\(process.identifier)/comm") == "sh\n")
        }
        #expect(log.lastLines(9) == [])
    }

    @Test func `Its environment is the given one and nothing else`() async throws {
        let function = try ScriptedFunction("/usr/bin/env; exit 0")
        let log = FunctionLog()
        _ = try await FunctionProcess.run(
            function.binary.path, environment: ["A": "b=c d"], directory: function.binary.directory, log: log
        ) { process in
            _ = try await process.exec()
            return try await process.outcome(of: { try await Task.sleep(for: .seconds(30)) }, within: .seconds(30))
        }
        let names = Set(log.lastLines(99).map { $0.prefix { $0 != "=" } })
        #expect(log.lastLines(99).contains("A=b=c d"))
        // The last four are what shells set for themselves.
        #expect(names.isSubset(of: ["A", "PWD", "OLDPWD", "SHLVL", "_"]))
    }

    @Test func `A launcher has the user's environment, the function behind it only its own`() async throws {
        let function = try ScriptedFunction("echo $A ${HOME-none}; exit 0")
        let log = FunctionLog()
        try await FunctionProcess.run(
            function.binary.path, launcher: ["sh", "-c", #"echo "${PATH:+path}"; exec "$@""#, "launcher"],
            environment: ["A": "b=c d"], log: log
        ) { process in
            _ = try await process.exec()
            _ = try await process.outcome(of: { try await Task.sleep(for: .seconds(30)) }, within: .seconds(30))
        }
        #expect(log.lastLines(9) == ["path", "b=c d none"])
    }

    @Test func `A launcher that fails is told with its complaint`() async throws {
        let error = await #expect(throws: BenchError.self) {
            try await FunctionProcess.run(
                "/bin/true", launcher: ["sh", "-c", "echo no bus; exit 1"], environment: [:], log: FunctionLog()
            ) { process in
                try await process.waitUntilReady()
            }
        }
        #expect(try #require(error).description.contains("no bus"))
    }

    @Test func `When the work is over, the process and its children are killed`() async throws {
        let function = try ScriptedFunction("sleep 60 & echo $!; wait")
        let log = FunctionLog()
        let (child, status) = try await FunctionProcess.run(
            function.binary.path, environment: environment, log: log
        ) { process in
            _ = try await process.exec()
            while log.lastLines(1).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            return log.lastLines(1)[0]
        }
        #expect(status == .signaled(9))
        try await waitUntil { !isAlive(child) }
    }

    @Test func `Cancelling kills it too`() async throws {
        let function = try ScriptedFunction("echo $$; exec sleep 60")
        let log = FunctionLog()
        let environment = environment
        let task = Task {
            try await FunctionProcess.run(function.binary.path, environment: environment, log: log) { process in
                _ = try await process.exec()
                return try await process.outcome(of: { try await Task.sleep(for: .seconds(60)) }, within: .seconds(60))
            }
        }
        while log.lastLines(1).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(!isAlive(log.lastLines(1)[0]))
    }

    private func isAlive(_ process: String) -> Bool {
        // A zombie is dead: it only waits for its parent, or for init, to take note.
        guard let status = ControlFile.read("/proc/\(process)/status") else { return false }
        return !status.contains("State:\tZ")
    }

    private func waitUntil(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }
}
