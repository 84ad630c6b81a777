import Foundation

/// AWS's Runtime Interface Emulator, the real one, with one function behind it.
package final class RuntimeInterfaceEmulator: Sendable {
    private let server: ServerProcess

    private init(server: ServerProcess) {
        self.server = server
    }

    /// Starts the emulator, which starts `function`, the path of a bootstrap executable, at the first invocation.
    /// - Parameter environment: all of the function's variables, other than those that Lambda sets.
    package static func start(
        function: String, environment: [String: String], timeout: Duration = .seconds(30)
    ) async throws -> RuntimeInterfaceEmulator {
        let emulator = try BuiltProducts.testServer("aws-lambda-rie")
        var environment = environment
        environment["AWS_LAMBDA_FUNCTION_TIMEOUT"] = "\(timeout.components.seconds)"
        let server = try await ServerProcess.start(
            "rie", portCount: 2, environment: environment, limit: .seconds(60)
        ) { _, ports in
            [
                emulator, "--runtime-interface-emulator-address", "127.0.0.1:\(ports[0])",
                "--runtime-api-address", "127.0.0.1:\(ports[1])", function,
            ]
        } isReady: { ports in
            await HTTPExchange.answers("http://127.0.0.1:\(ports[0])/")
        }
        return RuntimeInterfaceEmulator(server: server)
    }

    /// Invokes the function, one call at a time, and returns its answer, or the JSON object of its error.
    package func invoke(_ payload: [UInt8]) async throws -> [UInt8] {
        let address = "http://127.0.0.1:\(server.ports[0])/2015-03-31/functions/function/invocations"
        return try await HTTPExchange.send("POST", address, body: payload).body
    }

    /// What the function and the emulator have printed so far.
    package var log: String { server.log }

    package func stop() async { await server.stop() }
}
