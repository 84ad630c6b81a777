import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The small files in `/proc` and `/sys/fs/cgroup`.
///
/// Each write is one command to the kernel and `errno` is its answer, so writes are plain system calls: a general file
/// API makes two system calls of one, or leaves the answer out.
enum ControlFile {
    /// The file's text, or nil when it is not there, or not any more.
    static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    static func write(_ value: String, to path: String) throws(BenchError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemError("cannot open \(path)") }
        defer { _ = close(descriptor) }
        guard systemWrite(descriptor, value, value.utf8.count) == value.utf8.count else {
            throw systemError("cannot write \(value) to \(path)")
        }
    }

    static func makeDirectory(_ path: String) throws(BenchError) {
        guard mkdir(path, 0o755) == 0 else { throw systemError("cannot make \(path)") }
    }

    /// Removes a cgroup's directory with the kernel's files in it. False while a process is still inside.
    static func removeDirectory(_ path: String) -> Bool { rmdir(path) == 0 || errno == ENOENT }

    private static func systemError(_ what: String) -> BenchError {
        BenchError("\(what): \(String(cString: strerror(errno)))")
    }
}

/// `write(2)` under a name that no member shadows.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
