import NIOCore
import NIOHTTP1

/// An answer of the Runtime API, read in full.
struct RuntimeResponse: Sendable, Equatable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders = [:]
    var body = ByteBuffer()
}
