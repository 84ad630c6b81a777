import Subprocess
import Testing

@testable import thumbbench

struct VerdictTests {
    let noKill = CgroupUsage(cpuStatistics: nil, memoryEvents: "oom_kill 0", memoryPeak: nil)
    let aKill = CgroupUsage(cpuStatistics: nil, memoryEvents: "oom_kill 1", memoryPeak: nil)

    private func verdict(
        _ setback: Verdict.Setback, _ status: TerminationStatus, _ usage: CgroupUsage?, lastWords: [String] = []
    ) -> Verdict {
        Verdict(setback, during: .invocation, status: status, usage: usage, lastWords: lastWords)
    }

    @Test func `The kernel's own count makes it out of memory`() {
        #expect(verdict(.processEnded, .signaled(9), aKill).result == .outOfMemory)
        // A child of the function was the victim, and the function reports what it sees of that.
        #expect(verdict(.functionError(type: "X", body: []), .signaled(9), aKill).result == .outOfMemory)
    }

    @Test func `SIGKILL from nobody is out of memory, also where the count is gone`() {
        #expect(verdict(.processEnded, .signaled(9), nil).result == .outOfMemory)
    }

    @Test func `A crash is told with its last words`() throws {
        let crash = verdict(.processEnded, .signaled(11), noKill, lastWords: ["loading", "Fatal error"])
        #expect(crash.result == .exited)
        #expect(crash.message == "The function ended in an invocation, signal 11.\n  loading\n  Fatal error")
    }

    @Test func `Our own kill after the time-out does not look like the kernel's`() {
        #expect(verdict(.timedOut(after: .seconds(3)), .signaled(9), noKill).result == .timedOut)
    }

    @Test func `A function's error keeps its type and message`() {
        let body = Array(#"{"errorType":"Thumbnail.NotVideo","errorMessage":"it is text"}"#.utf8)
        let error = verdict(.functionError(type: "Other", body: body), .signaled(9), noKill)
        #expect(error.result == .functionError)
        #expect(error.message == "Thumbnail.NotVideo: it is text")
        let bare = verdict(.initError(type: "Runtime.Init", body: Array("no JSON".utf8)), .exited(1), noKill)
        #expect(bare.result == .initError)
        #expect(bare.message == "Runtime.Init: no JSON")
    }
}
