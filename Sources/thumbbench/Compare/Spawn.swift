#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// posix_spawn(3), for a child that its caller waits for.
enum Spawn {
    /// Starts a program from PATH in a process group of its own, with all signals as they are by default.
    /// - Parameter standardError: A file, made anew.
    static func start(
        _ command: [String], environment: [String: String], standardInput: Int32, standardOutput: Int32,
        standardError: String
    ) throws(BenchError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, standardError, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The calling thread may be one of those that block or ignore signals; the child shall not.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var process: pid_t = 0
        let failure = withCStrings(command) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&process, command[0], &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw .system("cannot start \(command[0])", code: failure) }
        return process
    }

    /// A null-terminated array of C strings, valid in `body` only.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }
}

/// pipe(2). No child inherits it but as one of its standard streams.
struct Pipe: ~Copyable {
    let reading: Int32
    private(set) var writing: Int32

    init() throws(BenchError) {
        var descriptors: [Int32] = [-1, -1]
        guard pipe(&descriptors) == 0 else { throw .system("cannot make a pipe") }
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (descriptors[0], descriptors[1])
    }

    deinit {
        close(reading)
        if writing >= 0 { close(writing) }
    }

    mutating func closeWriting() {
        close(writing)
        writing = -1
    }

    /// What comes up to a line feed, or to the end.
    func line() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(reading, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }

    func writeLine() {
        while write(writing, "\n", 1) < 0 && errno == EINTR {}
    }
}

extension BenchError {
    /// - Parameter code: Of the system call that failed.
    static func system(_ what: String, code: Int32 = errno) -> BenchError {
        BenchError("\(what): \(String(cString: strerror(code)))")
    }
}
