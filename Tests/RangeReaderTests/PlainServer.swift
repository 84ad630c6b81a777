import AsyncHTTPClient
import Loopback
import NIOCore
import NIOHTTP1
import NIOPosix
import RangeReader
import S3
import Synchronization

/// An HTTP server that answers what a test says: all that S3 never would.
final class PlainServer: Sendable {
    struct Answer: Sendable {
        var status: HTTPResponseStatus
        var headers: HTTPHeaders
        var body: [UInt8]
        /// How often the body is sent, one after the other: large answers need no memory.
        var times: Int

        /// With a content-length, unless `headers` say that the body comes in chunks.
        init(_ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:], body: [UInt8] = [], times: Int = 1) {
            self.status = status
            self.headers = headers
            self.body = body
            self.times = times
            if !headers.contains(name: "transfer-encoding") {
                self.headers.add(name: "content-length", value: "\(body.count * times)")
            }
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private struct State {
        var requests: [HTTPRequestHead] = []
        var bytesSent = 0
    }

    private let state = Mutex(State())
    private let answer: @Sendable (HTTPRequestHead) -> Answer

    private init(_ answer: @escaping @Sendable (HTTPRequestHead) -> Answer) { self.answer = answer }

    var requests: [HTTPRequestHead] { state.withLock { $0.requests } }
    /// Body bytes that the kernel took.
    var bytesSent: Int { state.withLock { $0.bytesSent } }

    /// Runs `body` with a source of a URL of a server that answers with `answer`.
    ///
    /// - Returns: The server, all of whose connections have ended.
    @discardableResult
    static func run(
        _ answer: @escaping @Sendable (HTTPRequestHead) -> Answer, _ body: (HTTPSource) async throws -> Void
    ) async throws -> PlainServer {
        let server = PlainServer(answer)
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let url = "http://127.0.0.1:\(listener.channel.localAddress?.port ?? 0)/video.mp4"
        let httpClient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .s3)
        try await listener.executeThenClose { connections in
            async let serving: Void = withThrowingDiscardingTaskGroup { group in
                for try await connection in connections { group.addTask { await server.serve(connection) } }
            }
            let result: Result<Void, any Error>
            do { result = .success(try await body(HTTPSource(url: url, httpClient: httpClient))) } catch {
                result = .failure(error)
            }
            // Hangs up, so that the connections end before the port is closed.
            try await httpClient.shutdown()
            try await listener.channel.close()
            try await serving
            try result.get()
        }
        return server
    }

    /// Answers until the client hangs up.
    private func serve(_ connection: Connection) async {
        try? await connection.executeThenClose { inbound, outbound in
            for try await case .head(let head) in inbound {
                state.withLock { $0.requests.append(head) }
                let answer = answer(head)
                try await outbound.write(
                    .head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: answer.headers)))
                for _ in 0..<answer.times {
                    try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: answer.body))))
                    state.withLock { $0.bytesSent += answer.body.count }
                }
                try await outbound.write(.end(nil))
            }
        }
    }
}
