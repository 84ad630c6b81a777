package import Logging
package import NIOCore
import NIOPosix

/// Runs a function in Lambda, or in whatever else offers its Runtime API.
package enum LambdaRuntime {
    /// Turns the bytes of an event into the bytes of its answer, or throws; see ``FunctionError``.
    package typealias Handler = @Sendable (ByteBuffer, LambdaContext) async throws -> ByteBuffer

    /// Sets the function up, then handles one event after the other until the control plane goes away or the task is
    /// cancelled. An event that is being handled then is still answered.
    ///
    /// What `initialize` throws is posted to `init/error` and thrown again. What a handler throws is the answer to its
    /// event and ends nothing. Throws LambdaRuntimeError when there is no Runtime API, or when it fails.
    /// - Parameters:
    ///   - environment: `AWS_LAMBDA_RUNTIME_API` is read, nothing is set.
    ///   - eventLoopGroup: Shares the threads of its owner; without one, a thread is started for the time of the call.
    package static func run(
        environment: [String: String], logger: Logger, eventLoopGroup: (any EventLoopGroup)? = nil,
        initialize: () async throws -> Handler
    ) async throws {
        guard let authority = environment["AWS_LAMBDA_RUNTIME_API"] else {
            throw LambdaRuntimeError(code: .missingRuntimeAPI, message: "AWS_LAMBDA_RUNTIME_API is not set")
        }
        let group = eventLoopGroup ?? MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let client = try HTTPRuntimeClient(authority: authority, group: group)
        let result: Result<Void, any Error>
        do {
            result = .success(try await run(client: client, logger: logger, initialize: initialize))
        } catch {
            result = .failure(error)
        }
        await client.close()
        if eventLoopGroup == nil { try? await group.shutdownGracefully() }
        try result.get()
    }

    static func run(
        client: some RuntimeClient, logger: Logger, initialize: () async throws -> Handler
    ) async throws {
        let handler: Handler
        do {
            handler = try await initialize()
        } catch {
            _ = try? await client.send(.initError(FunctionError(reporting: error)))
            throw error
        }

        var loop = RuntimeLoop()
        var action = loop.start()
        while true {
            switch action {
            case .send(.next) where Task.isCancelled: return
            case .send(let request):
                do {
                    action = loop.received(try await client.send(request))
                } catch let error as LambdaRuntimeError {
                    action = loop.lostConnection(error)
                } catch is CancellationError {
                    return
                }
            case .handle(let invocation):
                do {
                    action = loop.handled(.success(try await handler(invocation.event, invocation.context)))
                } catch {
                    action = loop.handled(.failure(error))
                }
            case .stop: return
            case .fail(let error): throw error
            }
            if let note = loop.takeNote() {
                logger.error("\(note.message)", metadata: ["requestId": "\(note.requestID)"])
            }
        }
    }
}
