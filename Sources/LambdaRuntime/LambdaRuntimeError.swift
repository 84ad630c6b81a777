/// Why the runtime cannot go on.
package struct LambdaRuntimeError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// `AWS_LAMBDA_RUNTIME_API` is not set, or is not `host:port`: the process was not started by Lambda.
        case missingRuntimeAPI
        /// The Runtime API could not be reached, or went away with an answer outstanding.
        case connectionLost
        /// The Runtime API answered something that is not in its specification.
        case invalidResponse
        /// The Runtime API answered 500, whereupon a runtime has to exit.
        case serverError
    }

    package var code: Code
    package var message: String

    /// Whether a new process may have more luck. There is nothing to be retried within this one.
    package var isTransient: Bool { code == .connectionLost || code == .serverError }
}
