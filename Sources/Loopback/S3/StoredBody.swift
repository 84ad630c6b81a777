import NIOCore

/// Bytes to send: in memory, or a range of an open file.
enum StoredBody: Sendable {
    case buffer(ByteBuffer)
    case file(OpenFile, Range<Int64>)

    static let empty = StoredBody.buffer(ByteBuffer())

    init(_ content: LoopbackS3.Content) throws {
        switch content {
        case .bytes(let bytes): self = .buffer(ByteBuffer(bytes: bytes))
        case .file(let path):
            let file = try OpenFile(path: path)
            self = .file(file, 0..<file.size)
        }
    }

    var count: Int64 {
        switch self {
        case .buffer(let buffer): Int64(buffer.readableBytes)
        case .file(_, let range): range.upperBound - range.lowerBound
        }
    }

    /// A part of the bytes, without a copy. Traps when `range` is not within `0..<count`.
    func slice(_ range: Range<Int64>) -> StoredBody {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        switch self {
        case .buffer(let buffer):
            // The range is within the readable bytes, so there is a slice.
            let start = buffer.readerIndex + Int(range.lowerBound)
            return .buffer(buffer.getSlice(at: start, length: range.count)!)
        case .file(let file, let all):
            return .file(file, all.lowerBound + range.lowerBound..<all.lowerBound + range.upperBound)
        }
    }

    /// The bytes of this body, which are few: a slice of memory, or read from the file into `scratch`, whose storage is
    /// used again when nobody else holds it.
    func read(into scratch: inout ByteBuffer) throws -> ByteBuffer {
        switch self {
        case .buffer(let buffer): return buffer
        case .file(let file, let range):
            scratch.clear(minimumCapacity: range.count)
            try file.read(range, into: &scratch)
            return scratch
        }
    }
}
