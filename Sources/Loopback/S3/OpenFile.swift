import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file open for reading, closed with its last reference.
final class OpenFile: Sendable {
    let path: String
    /// In bytes, at the time of opening.
    let size: Int64
    private let descriptor: CInt

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "open \(path)") }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw IOError(errnoCode: code, reason: "fstat \(path)")
        }
        size = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    /// Appends the bytes of a range. Throws when the file ends before it: somebody cut it.
    func read(_ range: Range<Int64>, into buffer: inout ByteBuffer) throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let missing = Int(range.upperBound - offset)
            let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { bytes in
                let count = pread(descriptor, bytes.baseAddress, missing, off_t(offset))
                if count < 0 && errno != EINTR { throw IOError(errnoCode: errno, reason: "pread \(path)") }
                if count == 0 { throw IOError(errnoCode: EIO, reason: "\(path) is shorter than it was") }
                return max(count, 0)
            }
            offset += Int64(count)
        }
    }
}
