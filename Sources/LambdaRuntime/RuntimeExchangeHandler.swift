import NIOCore
import NIOHTTP1

/// A request and the promise of its answer.
struct RuntimeExchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer?
    let answer: EventLoopPromise<RuntimeResponse>
}

/// Turns exchanges written to a channel into HTTP messages, one after the other, and keeps their promises.
final class RuntimeExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = NIOHTTPClientResponseFull
    typealias OutboundIn = RuntimeExchange
    typealias OutboundOut = HTTPClientRequestPart

    private var answer: EventLoopPromise<RuntimeResponse>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        answer = exchange.answer
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if let body = exchange.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let response = unwrapInboundIn(data)
        let answer = self.answer
        self.answer = nil
        // Closed before the answer is given out, so that nobody writes the next request to this connection.
        if !response.head.isKeepAlive { context.close(promise: nil) }
        answer?.succeed(
            RuntimeResponse(
                status: response.head.status, headers: response.head.headers, body: response.body ?? ByteBuffer()))
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func fail(_ error: any Error) {
        answer?.fail(error)
        answer = nil
    }
}
