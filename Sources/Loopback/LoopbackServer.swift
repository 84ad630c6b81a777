import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 with an event loop thread of its own.
struct LoopbackServer: Sendable {
    let port: Int
    let connections: Connections
    private let group: MultiThreadedEventLoopGroup

    /// Listens on any free port. `makeHandler` is called for each connection with its number; its handler reads whole
    /// requests, one at a time.
    static func start<Handler: ChannelInboundHandler>(
        makeHandler: @escaping @Sendable (_ connection: Int) -> Handler
    ) async throws -> LoopbackServer where Handler.InboundIn == NIOHTTPServerRequestFull {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = Connections()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: .max))
                    try pipeline.addHandler(makeHandler(connections.add(channel)))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
            return LoopbackServer(port: port, connections: connections, group: group)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Closes every connection at once and ends the thread.
    func shutdown() async throws {
        try await group.shutdownGracefully()
    }
}

/// The TCP connections of a server, numbered from 1.
final class Connections: Sendable {
    private struct State {
        var open: [Int: any Channel] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// How many there have been.
    var count: Int { state.withLock { $0.count } }

    func add(_ channel: any Channel) -> Int {
        let number = state.withLock { state in
            state.count += 1
            state.open[state.count] = channel
            return state.count
        }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { $0.open[number] = nil }
        }
        return number
    }

    /// Closes those open now, in the middle of whatever they do.
    func close() async {
        for channel in state.withLock({ Array($0.open.values) }) {
            // One that closes by itself meanwhile is as well.
            try? await channel.close()
        }
    }
}
