#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Standard error, unbuffered: what is written is there even if the next thing is a crash.
enum Console {
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func writeError(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { return }
            rest.removeFirst(max(count, 0))
        }
    }

    static func note(_ line: String) { writeError(Array("thumbbench: \(line)\n".utf8)) }
}
