import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on 127.0.0.1 that answers its requests, on whichever connection, one step of a script after the other.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        /// A whole answer; its length is added.
        case answer(HTTPResponseStatus, HTTPHeaders = [:], String = "")
        /// Closes the connection without a byte of an answer.
        case hangUp
        /// The head of an answer of 1,000 bytes and the first of them, and then nothing.
        case stall
    }

    /// A request, and how many there had been on its connection before.
    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
        var predecessors: Int
    }

    private struct State {
        var steps: [Step]
        var requests: [Request] = []
    }

    private let state: Mutex<State>
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let port = Mutex(0)

    var endpoint: String { "http://127.0.0.1:\(port.withLock { $0 })" }
    var requests: [Request] { state.withLock { $0.requests } }

    init(_ steps: [Step]) {
        state = Mutex(State(steps: steps))
    }

    func start() async throws {
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: .max))
                    try pipeline.addHandler(Handler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port.withLock { $0 = channel.localAddress?.port ?? 0 }
    }

    func shutdown() async throws { try await group.shutdownGracefully() }

    /// The step for a request; one too many is hung up on.
    fileprivate func step(for request: Request) -> Step {
        state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? .hangUp : state.steps.removeFirst()
        }
    }
}

private final class Handler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    private let server: ScriptedServer
    private var answered = 0

    init(server: ScriptedServer) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let request = unwrapInboundIn(data)
        let step = server.step(
            for: .init(
                head: request.head, body: request.body.map { Array($0.readableBytesView) } ?? [],
                predecessors: answered))
        answered += 1
        switch step {
        case .hangUp:
            context.close(promise: nil)
        case .answer(let status, var headers, let text):
            headers.replaceOrAdd(name: "content-length", value: "\(text.utf8.count)")
            write(HTTPResponseHead(version: .http1_1, status: status, headers: headers), context)
            if request.head.method != .HEAD {
                write(text, context)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .stall:
            write(HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "1000"]), context)
            write("x", context)
            context.flush()
        }
    }

    private func write(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    }
}
