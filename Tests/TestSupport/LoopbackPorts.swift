import Glibc

/// Ports of 127.0.0.1 for servers that cannot choose one themselves and tell.
enum LoopbackPorts {
    /// Below those that Linux gives to whoever asks for any port, as the loopback servers of other tests do all the time.
    private static let range: Range<UInt16> = 20_000..<32_000

    /// `count` different ports that were free a moment ago. Whoever starts a server on them tries again if one is taken.
    static func free(_ count: Int) throws -> [Int] {
        let sockets = try (0..<count).map { _ in try boundSocket() }
        defer { for socket in sockets { close(socket.descriptor) } }
        return sockets.map(\.port)
    }

    private static func boundSocket() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        for port in range.shuffled() {
            address.sin_port = port.bigEndian
            let isBound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isBound { return (descriptor, Int(port)) }
        }
        close(descriptor)
        throw TestSupportError("no free port from \(range.lowerBound) on")
    }
}
