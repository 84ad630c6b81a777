import NIOCore
import NIOHTTP1

/// Writes the answers of one connection: after the first-byte delay, part by part, each when the pacer lets it go and
/// the kernel has taken the one before, so that no more than a part is ever in memory.
final class S3ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    /// An answer on its way.
    private struct Delivery {
        let response: S3Response
        let entry: Journal.Entry
        let keepAlive: Bool
        var pacer: Pacer
        /// Body bytes written so far.
        var sent: Int64 = 0

        /// The bytes to write next and when. An answer without a body is one part of no bytes.
        mutating func nextPart(now: NIODeadline) -> (part: Range<Int64>, departure: NIODeadline) {
            let part = sent..<min(sent + Int64(pacer.partBytes), response.body.count)
            return (part, pacer.departure(of: part.count, now: now))
        }
    }

    private let service: S3Service
    private let connection: Int
    private var delivery: Delivery?
    private var timer: Scheduled<Void>?
    private var scratch = ByteBuffer()

    init(service: S3Service, connection: Int) {
        self.service = service
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let message = unwrapInboundIn(data)
        let request = S3Request(
            method: message.head.method, uri: message.head.uri, headers: message.head.headers,
            body: message.body ?? ByteBuffer())
        var (response, entry) = service.respond(to: request, connection: connection)
        if !message.head.isKeepAlive { response.headers.replaceOrAdd(name: "connection", value: "close") }
        delivery = Delivery(
            response: response, entry: entry, keepAlive: message.head.isKeepAlive,
            pacer: Pacer(bytesPerSecond: service.shape.bytesPerSecond))
        run(at: .now() + TimeAmount(service.shape.firstByteDelay), context) { self.sendHead($0) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if let delivery { service.journal.settle(delivery.entry) }
        delivery = nil
        context.fireChannelInactive()
    }

    /// The client hung up in the middle of something: what there is to know is in the record.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func sendHead(_ context: ChannelHandlerContext) {
        guard let delivery else { return }
        let response = delivery.response
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if delivery.pacer.bytesPerSecond != nil { context.flush() }
        sendPart(context)
    }

    private func sendPart(_ context: ChannelHandlerContext) {
        guard let (part, departure) = delivery?.nextPart(now: .now()) else { return }
        run(at: departure, context) { self.write(part, $0) }
    }

    private func write(_ part: Range<Int64>, _ context: ChannelHandlerContext) {
        guard let delivery, let bytes = try? delivery.response.body.slice(part).read(into: &scratch) else {
            return context.close(promise: nil)
        }
        let isLast = part.upperBound == delivery.response.body.count
        let journal = service.journal
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return journal.retract(Int64(part.count), of: delivery.entry) }
            self.delivery?.sent = part.upperBound
            if isLast { self.finish(context) } else { self.sendPart(context) }
        }
        journal.count(Int64(part.count), isLast: isLast, of: delivery.entry)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: written)
    }

    /// Only now may a pipelined request follow: the end of an answer lets it through.
    private func finish(_ context: ChannelHandlerContext) {
        guard let delivery else { return }
        self.delivery = nil
        service.journal.settle(delivery.entry)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !delivery.keepAlive { context.close(promise: nil) }
    }

    private func run(
        at deadline: NIODeadline, _ context: ChannelHandlerContext, _ work: @escaping (ChannelHandlerContext) -> Void
    ) {
        if deadline <= .now() { return work(context) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { work(context) }
    }
}
