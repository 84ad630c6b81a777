import Synchronization

/// What a function writes to its standard output and standard error: Lambda logs both alike.
final class FunctionLog: Sendable {
    /// Bytes to keep, from the end: enough for the last words of a function that died.
    static let capacity = 16_384

    private let isLive: Bool
    private let tail = Mutex<[UInt8]>([])

    /// - Parameter isLive: Whether to pass everything on to standard error at once.
    init(isLive: Bool = false) { self.isLive = isLive }

    func append(_ bytes: some Collection<UInt8>) {
        if isLive { Console.writeError(Array(bytes)) }
        tail.withLock { tail in
            tail += bytes.suffix(Self.capacity)
            tail.removeFirst(max(0, tail.count - Self.capacity))
        }
    }

    /// The last lines with something in them, oldest first.
    func lastLines(_ count: Int) -> [String] {
        let lines = tail.withLock { String(decoding: $0, as: UTF8.self) }.split(whereSeparator: \.isNewline)
        return lines.suffix(count).map(String.init)
    }
}
