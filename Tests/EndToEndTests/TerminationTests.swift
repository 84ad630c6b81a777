import Foundation
import Loopback
import TestSupport
import Testing

@Suite("The function's end", .timeLimit(.minutes(15)))
struct TerminationTests {
    @Test("SIGTERM ends a function that waits for an event, with status 0")
    func waiting() async throws {
        let api = try await LoopbackRuntimeAPI.start()
        let function = Process()
        function.executableURL = URL(filePath: try BuiltProducts.executable("ThumbnailFunction"))
        function.environment = TestEnvironment.isolated([
            "AWS_LAMBDA_RUNTIME_API": api.address, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
        ])
        try function.run()
        _ = try await api.firstNext()
        function.terminate()
        while function.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        #expect(function.terminationReason == .exit && function.terminationStatus == 0)
        try await api.shutdown()
    }
}
