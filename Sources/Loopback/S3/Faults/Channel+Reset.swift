import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Channel {
    /// Closes a TCP connection with RST instead of FIN; bytes that the kernel has not sent yet are thrown away.
    /// To be called on the channel's event loop.
    func closeWithReset() {
        eventLoop.preconditionInEventLoop()
        // On the event loop the option is set when this returns. A connection that is gone already needs none.
        _ = (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        close(promise: nil)
    }
}
