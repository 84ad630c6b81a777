import FoundationEssentials
import Subprocess
import Testing

@testable import thumbbench

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.timeLimit(.minutes(15)))
final class PeerProcessTests: Sendable {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func path(_ name: String) -> String { directory.appending(path: name).path(percentEncoded: false) }

    private func run(
        _ command: [String], timeout: Duration = .seconds(20)
    ) async throws -> (outcome: PeerProcess.Outcome, log: String) {
        let outcome = try await PeerProcess.run(
            command, environment: ["PATH": "/usr/bin:/bin"], log: path("log"), timeout: timeout)
        return (outcome, try String(contentsOfFile: path("log"), encoding: .utf8))
    }

    private func run(_ script: String, timeout: Duration = .seconds(20)) async throws -> PeerProcess.Outcome {
        try await run(["bash", "-c", script], timeout: timeout).outcome
    }

    @Test func `What it took is measured, and how it ended`() async throws {
        let script = "echo $0; echo two >&2; for ((i = 0; i < 100000; i++)); do :; done; exit 3"
        let (outcome, log) = try await run(["bash", "-c", script, "name with blanks"])
        #expect(outcome.status == .exited(3))
        #expect(log == "name with blanks\ntwo\n")
        #expect(outcome.cpu > .milliseconds(20))
        #expect(outcome.wall > outcome.cpu / 2)
    }

    @Test func `Memory that thumbbench has itself is not counted`() async throws {
        let ballast = [UInt8](repeating: 1, count: 64 << 20)
        let outcome = try await run("exit 0")
        #expect(ballast[Int(outcome.peakResidentBytes % 4_096)] == 1)
        #expect((1 << 20..<16 << 20).contains(outcome.peakResidentBytes))
    }

    @Test func `A signal is told as one`() async throws {
        #expect(try await run("kill -SEGV $$").status == .signaled(SIGSEGV))
    }

    @Test func `What hangs is killed`() async throws {
        #expect(try await run("sleep 60", timeout: .milliseconds(200)).status == .signaled(SIGKILL))
    }

    @Test func `A program that is not there is a failure of its own`() async throws {
        let (outcome, log) = try await run(["thumbbench-no-such-program"])
        #expect(outcome.status == .exited(127))
        #expect(log.contains("thumbbench-no-such-program"))
    }

    @Test func `Cancelling kills it`() async throws {
        let file = path("pid")
        let task = Task { try await run("echo $$ >\(file).new; mv \(file).new \(file); exec sleep 60") }
        while !FileManager.default.fileExists(atPath: file) { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let process = try String(contentsOfFile: file, encoding: .utf8).filter(\.isNumber)
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
    }
}
