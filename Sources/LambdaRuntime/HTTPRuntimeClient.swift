import NIOCore
import NIOHTTP1
import NIOPosix

/// One keep-alive connection to the Runtime API, opened when it is first needed and again after it was lost.
///
/// To be used by one task.
final class HTTPRuntimeClient: RuntimeClient {
    private let authority: String
    private let host: String
    private let port: Int
    private let group: any EventLoopGroup
    private var channel: (any Channel)?

    /// `authority` is `host:port`. Throws LambdaRuntimeError with `missingRuntimeAPI` when it is not.
    init(authority: String, group: any EventLoopGroup) throws(LambdaRuntimeError) {
        guard let colon = authority.lastIndex(of: ":"), colon > authority.startIndex,
            let port = Int(authority[authority.index(after: colon)...])
        else {
            throw LambdaRuntimeError(
                code: .missingRuntimeAPI, message: "AWS_LAMBDA_RUNTIME_API is not host:port: \(authority)")
        }
        self.authority = authority
        self.host = String(authority[..<colon])
        self.port = port
        self.group = group
    }

    func send(_ request: RuntimeRequest) async throws -> RuntimeResponse {
        do {
            let channel = try await connect()
            let answer = channel.eventLoop.makePromise(of: RuntimeResponse.self)
            let exchange = RuntimeExchange(
                head: request.head(authority: authority), body: request.body, answer: answer)
            channel.writeAndFlush(exchange).cascadeFailure(to: answer)
            guard request == .next else { return try await answer.futureResult.get() }
            return try await withTaskCancellationHandler {
                try await answer.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            if request == .next { try Task.checkCancellation() }
            throw LambdaRuntimeError(code: .connectionLost, message: "the Runtime API at \(authority): \(error)")
        }
    }

    func close() async {
        try? await channel?.close()
        channel = nil
    }

    private func connect() async throws -> any Channel {
        if let channel, channel.isActive { return channel }
        let bootstrap = ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(NIOHTTPClientResponseAggregator(maxContentLength: .max))
                try pipeline.addHandler(RuntimeExchangeHandler())
            }
        }
        // The address is always a number in Lambda, and the resolver costs a thread.
        let channel =
            if let address = try? SocketAddress(ipAddress: host, port: port) {
                try await bootstrap.connect(to: address).get()
            } else {
                try await bootstrap.connect(host: host, port: port).get()
            }
        self.channel = channel
        return channel
    }
}
