import NIOCore

/// Room for one piece between the task that fetches a body and the one that reads it, and who of them waits.
///
/// A value that only decides: continuations that it returns are for the caller to resume, after the lock.
struct PieceSlot {
    typealias Answer = Result<ByteBuffer?, S3Error>
    typealias Reader = CheckedContinuation<Answer, Never>
    /// Resumed with false when nobody will read any more.
    typealias Writer = CheckedContinuation<Bool, Never>

    private var piece: ByteBuffer?
    private var end: Answer?
    private var reader: Reader?
    private var writer: Writer?
    private var isAbandoned = false

    /// Whether nothing more will be fetched.
    var isOver: Bool { end != nil || isAbandoned }

    /// Takes the piece or, after the last one, the end. Without an answer the reader is kept until there is one.
    mutating func take(_ reader: Reader) -> (answer: Answer?, waiting: Writer?) {
        if let piece {
            self.piece = nil
            return (.success(piece), Self.remove(&writer))
        }
        if end == nil { self.reader = reader }
        return (end, nil)
    }

    /// Gives a piece to the reader that waits or, without one, to the slot; then the writer is kept until it is taken.
    mutating func put(_ piece: ByteBuffer, _ writer: Writer) -> (goesOn: Bool?, waiting: Reader?) {
        if isAbandoned { return (false, nil) }
        if let reader = Self.remove(&reader) { return (true, reader) }
        self.piece = piece
        self.writer = writer
        return (nil, nil)
    }

    /// Nothing comes after what the slot still holds.
    mutating func finish(_ end: Answer) -> Reader? {
        self.end = end
        return Self.remove(&reader)
    }

    /// Nobody will read any more.
    mutating func abandon() -> Writer? {
        isAbandoned = true
        piece = nil
        return Self.remove(&writer)
    }

    private static func remove<Value>(_ value: inout Value?) -> Value? {
        defer { value = nil }
        return value
    }
}
