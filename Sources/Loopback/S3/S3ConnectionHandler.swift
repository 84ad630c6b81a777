import NIOCore
import NIOHTTP1

/// Writes the answers of one connection: after the first-byte delay, part by part, each when the pacer lets it go and
/// the kernel has taken the one before, so that no more than a part is ever in memory.
final class S3ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    /// An answer on its way.
    private struct Transfer {
        let delivery: Delivery
        let entry: Journal.Entry
        let keepAlive: Bool
        var pacer: Pacer
        /// Body bytes written so far.
        var sent: Int64 = 0

        /// The bytes to write next and when. An answer without a body is one part of no bytes.
        mutating func nextPart(now: NIODeadline) -> (part: Range<Int64>, departure: NIODeadline) {
            let part = sent..<min(sent + Int64(pacer.partBytes), delivery.bodyBytes)
            return (part, pacer.departure(of: part.count, now: now))
        }
    }

    private let service: S3Service
    private let connection: Int
    private var transfer: Transfer?
    private var timer: Scheduled<Void>?
    private var scratch = ByteBuffer()
    /// Whether requests from here on are lost.
    private var isDead = false

    init(service: S3Service, connection: Int) {
        self.service = service
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let message = unwrapInboundIn(data)
        let request = S3Request(
            method: message.head.method, uri: message.head.uri, headers: message.head.headers,
            body: message.body ?? ByteBuffer())
        var (delivery, entry) = service.respond(to: request, connection: connection, isDead: isDead)
        if !message.head.isKeepAlive { delivery.response?.headers.replaceOrAdd(name: "connection", value: "close") }
        transfer = Transfer(
            delivery: delivery, entry: entry, keepAlive: message.head.isKeepAlive,
            pacer: Pacer(bytesPerSecond: service.shape.bytesPerSecond))
        run(at: .now() + TimeAmount(service.shape.firstByteDelay + delivery.delay), context) { self.begin($0) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if let transfer { service.journal.settle(transfer.entry) }
        transfer = nil
        context.fireChannelInactive()
    }

    /// The client hung up in the middle of something: what there is to know is in the record.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard let transfer else { return }
        guard let response = transfer.delivery.response else { return end(context) }
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
        service.journal.answer(transfer.entry)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if transfer.pacer.bytesPerSecond != nil { context.flush() }
        sendPart(context)
    }

    private func sendPart(_ context: ChannelHandlerContext) {
        guard let (part, departure) = transfer?.nextPart(now: .now()) else { return }
        run(at: departure, context) { self.write(part, $0) }
    }

    private func write(_ part: Range<Int64>, _ context: ChannelHandlerContext) {
        guard let transfer, let bytes = try? transfer.delivery.response?.body.slice(part).read(into: &scratch) else {
            return context.close(promise: nil)
        }
        let isLast = part.upperBound == transfer.delivery.bodyBytes
        let journal = service.journal
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return journal.retract(Int64(part.count), of: transfer.entry) }
            self.transfer?.sent = part.upperBound
            if isLast { self.end(context) } else { self.sendPart(context) }
        }
        journal.count(Int64(part.count), isLast: isLast && transfer.delivery.isComplete, of: transfer.entry)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: written)
    }

    private func end(_ context: ChannelHandlerContext) {
        guard let transfer else { return }
        switch transfer.delivery.end {
        case .orderly: finish(transfer, context)
        case .dead:
            isDead = true
            finish(transfer, context)
        case .close: context.close(promise: nil)
        case .reset: context.channel.closeWithReset()
        case .silence: break
        }
    }

    /// Only now may a pipelined request follow: the end of an answer lets it through.
    private func finish(_ transfer: Transfer, _ context: ChannelHandlerContext) {
        self.transfer = nil
        service.journal.settle(transfer.entry)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !transfer.keepAlive { context.close(promise: nil) }
    }

    private func run(
        at deadline: NIODeadline, _ context: ChannelHandlerContext, _ work: @escaping (ChannelHandlerContext) -> Void
    ) {
        if deadline <= .now() { return work(context) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { work(context) }
    }
}
