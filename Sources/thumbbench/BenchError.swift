import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a command of thumbbench cannot go on, in words for the person who started it. Its exit status is 1.
struct BenchError: Error, CustomStringConvertible, Sendable, Equatable {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Error {
    /// The operating system's reason where there is one: Foundation's own description is a dump of its fields.
    var reason: String {
        let underlying = (self as? CocoaError)?.underlying ?? self
        guard let error = underlying as? POSIXError else { return "\(underlying)" }
        return String(cString: strerror(error.code.rawValue))
    }
}
