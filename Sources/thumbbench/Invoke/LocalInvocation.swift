import FoundationEssentials
import Loopback
import Subprocess

/// One event for a function on this machine, with nothing of Lambda around it but the Runtime API.
struct LocalInvocation: Sendable {
    struct Answer: Sendable, Equatable {
        /// False when it is an error, of an invocation or of the init phase.
        var isResponse: Bool
        var body: [UInt8]
    }

    let function: FunctionBinary
    /// For the init phase, and again for the invocation.
    let timeout: Duration

    /// Starts the function, sends the event and kills the function. Its log passes through to standard error.
    ///
    /// Throws BenchError when it ends without an answer, or has none in time.
    func run(_ payload: [UInt8], environment: [String: String]) async throws -> Answer {
        let api = try await LoopbackRuntimeAPI.start()
        var environment = environment
        environment["AWS_LAMBDA_RUNTIME_API"] = api.address
        return try await withCleanup {
            let (outcome, status) = try await FunctionProcess.run(
                function.path, environment: environment, log: FunctionLog(isLive: true)
            ) { process in
                _ = try await process.exec()
                return try await answer(of: process, to: payload, api: api)
            }
            switch outcome {
            case .value(let answer): return answer
            case .processEnded: throw BenchError("the function ended without an answer: \(status.inWords).")
            case .timedOut: throw BenchError("the function gave no answer within \(timeout / .seconds(1)) s.")
            }
        } cleanup: {
            try? await api.shutdown()
        }
    }

    private func answer(
        of process: FunctionProcess, to payload: [UInt8], api: LoopbackRuntimeAPI
    ) async throws -> FunctionProcess.Outcome<Answer> {
        do {
            // Lambda's deadline runs from when the function asks for the event, not from when it starts.
            switch try await process.outcome(of: { try await api.firstNext() }, within: timeout) {
            case .value: break
            case .processEnded: return .processEnded
            case .timedOut: return .timedOut
            }
            let deadline = Date.now + timeout / .seconds(1)
            let outcome = try await process.outcome(
                of: { try await api.invoke(payload, deadline: deadline).outcome }, within: timeout)
            switch outcome {
            case .value(.response(let body)): return .value(Answer(isResponse: true, body: body))
            case .value(.error(_, let body)): return .value(Answer(isResponse: false, body: body))
            case .processEnded: return .processEnded
            case .timedOut: return .timedOut
            }
        } catch let error as LoopbackRuntimeAPI.InitError {
            return .value(Answer(isResponse: false, body: error.body))
        }
    }
}
