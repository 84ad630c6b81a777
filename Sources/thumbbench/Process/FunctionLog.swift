import Synchronization

/// What a function writes to its standard output and standard error: Lambda logs both alike.
final class FunctionLog: Sendable {
    /// Bytes to keep, from the end: enough for the last words of a function that died.
    static let capacity = 16_384

    private struct State {
        var tail: [UInt8] = []
        /// The last line so far, without its end; cut off where no line about a thumbnail would be as long.
        var line: [UInt8] = []
        var thumbnails: [String: ThumbnailLine.Timings] = [:]

        mutating func follow(_ byte: UInt8) {
            guard byte == UInt8(ascii: "\n") else {
                if line.count < FunctionLog.capacity { line.append(byte) }
                return
            }
            if let thumbnail = ThumbnailLine(line) { thumbnails[thumbnail.requestId] = thumbnail.timingsMs }
            line.removeAll(keepingCapacity: true)
        }
    }

    private let isLive: Bool
    private let state = Mutex(State())

    /// - Parameter isLive: Whether to pass everything on to standard error at once.
    init(isLive: Bool = false) { self.isLive = isLive }

    func append(_ bytes: some Collection<UInt8>) {
        if isLive { Console.writeError(Array(bytes)) }
        state.withLock { state in
            state.tail += bytes.suffix(Self.capacity)
            state.tail.removeFirst(max(0, state.tail.count - Self.capacity))
            for byte in bytes { state.follow(byte) }
        }
    }

    /// The last lines with something in them, oldest first.
    func lastLines(_ count: Int) -> [String] {
        let lines = state.withLock { String(decoding: $0.tail, as: UTF8.self) }.split(whereSeparator: \.isNewline)
        return lines.suffix(count).map(String.init)
    }

    /// What the function said about each thumbnail, by the invocation's request id. Complete once the process has ended.
    var thumbnails: [String: ThumbnailLine.Timings] { state.withLock { $0.thumbnails } }
}
