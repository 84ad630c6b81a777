import Testing

@testable import thumbbench

@Suite(.timeLimit(.minutes(15)))
struct LocalInvocationTests {
    private func answer(_ script: String, timeout: Duration = .seconds(20)) async throws -> LocalInvocation.Answer {
        let function = try ScriptedFunction(script)
        return try await LocalInvocation(function: function.binary, timeout: timeout)
            .run(Array("{}".utf8), environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func `The function's response is the answer`() async throws {
        let answer = try await answer(#"next; respond '{"ok":true}'; next"#)
        #expect(answer == .init(isResponse: true, body: Array(#"{"ok":true}"#.utf8)))
    }

    @Test func `The function's error is an answer too`() async throws {
        let answer = try await answer("next; fail Thumbnail.NotVideo text; next")
        #expect(!answer.isResponse)
        #expect(RuntimeErrorBody(answer.body)?.errorType == "Thumbnail.NotVideo")
    }

    @Test func `An error of the init phase is an answer, even if the function exits right after it`() async throws {
        let answer = try await answer(#"call POST /init/error '{"errorType":"Setup"}'; exit 1"#)
        #expect(!answer.isResponse)
        #expect(RuntimeErrorBody(answer.body)?.errorType == "Setup")
    }

    @Test(arguments: [("exit 127", "exit status 127"), ("next; kill -SEGV $$", "signal 11")])
    func `A function that dies does not keep anybody waiting`(script: String, reason: String) async throws {
        let error = try await #require(throws: BenchError.self) { try await answer(script) }
        #expect(error.description.contains(reason))
    }

    @Test func `A function that hangs is given up`() async throws {
        let error = try await #require(throws: BenchError.self) {
            try await answer("next; sleep 60", timeout: .milliseconds(300))
        }
        #expect(error.description.contains("no answer within 0.3 s"))
    }
}
