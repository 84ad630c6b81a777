#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard error, which Lambda sends to the log.
enum StandardError {
    /// Writes a line with as few system calls as the kernel allows, so that lines of several threads do not mix.
    static func write(_ line: [UInt8]) {
        var rest = line[...]
        rest.append(UInt8(ascii: "\n"))
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
