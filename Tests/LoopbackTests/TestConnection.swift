import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// One TCP connection to a loopback server, with nothing between the test and HTTP: no pool, no retries.
struct TestConnection {
    struct Response {
        var status = 0
        var headers: HTTPHeaders = [:]
        var body = ByteBuffer()
    }

    /// How far an answer came.
    enum End: Equatable {
        /// All that was wanted of it is there.
        case complete
        /// The server hung up in order: FIN.
        case closed
        /// RST.
        case reset
    }

    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator

    /// Connects, and hangs up when `body` returns.
    static func open<Value>(
        to address: String, _ body: (inout TestConnection) async throws -> Value
    ) async throws -> Value {
        let port = Int(address.split(separator: ":").last ?? "") ?? 0
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        var result = Result<Value, any Error>.failure(ChannelError.ioOnClosedChannel)
        do {
            try await channel.executeThenClose { inbound, outbound in
                var connection = TestConnection(outbound: outbound, inbound: inbound.makeAsyncIterator())
                do { result = .success(try await body(&connection)) } catch { result = .failure(error) }
            }
        } catch {
            // The server may have hung up first.
        }
        return try result.get()
    }

    /// Sends a request and reads the whole answer.
    mutating func send(
        _ method: HTTPMethod, _ uri: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil
    ) async throws -> Response {
        try await write(method, uri, headers: headers, body: body)
        return try await read()
    }

    func write(_ method: HTTPMethod, _ uri: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil) async throws {
        var headers = headers
        headers.add(name: "host", value: "127.0.0.1")
        if let body { headers.add(name: "content-length", value: "\(body.count)") }
        var parts = [
            HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers))
        ]
        if let body { parts.append(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
        // At once: a server may have answered, and hung up, before the end that has no bytes.
        try await outbound.write(contentsOf: parts + [.end(nil)])
    }

    mutating func read() async throws -> Response {
        var response = Response()
        while let part = try await inbound.next(isolation: #isolation) {
            switch part {
            case .head(let head):
                response.status = Int(head.status.code)
                response.headers = head.headers
            case .body(var bytes): response.body.writeBuffer(&bytes)
            case .end: return response
            }
        }
        throw ChannelError.eof
    }

    /// Reads an answer, or no more of it than its head and so many body bytes, or as far as it goes.
    mutating func receive(bytes wanted: Int = .max) async throws -> (response: Response, end: End) {
        var response = Response()
        do {
            while let part = try await inbound.next(isolation: #isolation) {
                switch part {
                case .head(let head):
                    response.status = Int(head.status.code)
                    response.headers = head.headers
                case .body(var bytes): response.body.writeBuffer(&bytes)
                case .end: return (response, .complete)
                }
                if response.body.readableBytes >= wanted { return (response, .complete) }
            }
        } catch HTTPParserError.invalidEOFState {
            // In the middle of a body: an orderly end of the connection all the same.
        } catch let error as IOError where error.errnoCode == ECONNRESET {
            return (response, .reset)
        }
        return (response, .closed)
    }

    /// Reads until there are body bytes: their number so far.
    mutating func readFirstBytes() async throws -> Int {
        while let part = try await inbound.next(isolation: #isolation) {
            if case .body(let bytes) = part { return bytes.readableBytes }
        }
        throw ChannelError.eof
    }
}
