import NIOCore
import NIOHTTP1

/// Answers the calls of one connection.
final class RuntimeAPIHandler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    private let dispatcher: Dispatcher
    private var poll: Int?

    init(dispatcher: Dispatcher) {
        self.dispatcher = dispatcher
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let request = unwrapInboundIn(data)
        let errorType = request.head.headers.first(name: "lambda-runtime-function-error-type")
        let body = request.body.map { Array($0.readableBytesView) } ?? []
        switch RuntimeAPICall(method: request.head.method, uri: request.head.uri) {
        case .next:
            sendNext(context)
        case .response(let requestID):
            send(dispatcher.answer(requestID, .response(body)), context)
        case .error(let requestID):
            send(dispatcher.answer(requestID, .error(type: errorType, body: body)), context)
        case .initError:
            dispatcher.failInit(LoopbackRuntimeAPI.InitError(type: errorType, body: body))
            send(.accepted, context)
        case nil:
            send(.notFound, errorType: "NotFound", "no such call", context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let poll { dispatcher.withdraw(poll) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: PendingEvent.self)
        promise.futureResult.assumeIsolated().whenSuccess { event in
            self.poll = nil
            let dispatcher = self.dispatcher
            dispatcher.deliver(event)
            self.send(.ok, event.headers, event.payload, context).assumeIsolated().whenFailure { _ in
                dispatcher.putBack(event)
            }
        }
        poll = dispatcher.poll(promise)
    }

    private func send(_ acceptance: Dispatcher.Acceptance, _ context: ChannelHandlerContext) {
        switch acceptance {
        case .accepted:
            let body = ByteBuffer(string: #"{"status":"OK"}"#)
            _ = send(.accepted, jsonHeaders(body), body, context)
        case .unknownRequest:
            send(.badRequest, errorType: "InvalidRequestID", "Invalid request ID", context)
        case .tooLarge:
            send(
                .payloadTooLarge, errorType: "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (\(Dispatcher.maximumAnswer) bytes).", context)
        }
    }

    private func send(
        _ status: HTTPResponseStatus, errorType: String, _ message: String, _ context: ChannelHandlerContext
    ) {
        let body = ByteBuffer(string: #"{"errorMessage":"\#(message)","errorType":"\#(errorType)"}"#)
        _ = send(status, jsonHeaders(body), body, context)
    }

    private func jsonHeaders(_ body: ByteBuffer) -> HTTPHeaders {
        ["content-type": "application/json", "content-length": "\(body.readableBytes)"]
    }

    private func send(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ body: ByteBuffer, _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void> {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        return context.writeAndFlush(wrapOutboundOut(.end(nil)))
    }
}
