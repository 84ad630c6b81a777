package import Foundation
import Subprocess
import Synchronization

/// A real server that runs for as long as somebody holds this object, and never longer than the test process.
package final class ServerProcess: Sendable {
    /// Its working directory, which goes when it does. Its output is in the file `log`.
    package let directory: URL
    /// Ports of 127.0.0.1 that are its own.
    package let ports: [Int]
    private let stopSignal: AsyncStream<Never>.Continuation
    private let end = End()
    private let run: Task<Void, Never>

    /// What is left of a server: a message for the test that wanted it.
    private final class End: Sendable {
        let message = Mutex<String?>(nil)
    }

    /// The shell between the tests and the server waits for the end of its own standard input, a pipe that this process
    /// holds: it closes at ``stop()`` and also when this process is killed, and with it go the server and its directory.
    /// (A parent-death signal would not do: it follows the thread that started the child, not the process.)
    private static let script = """
        directory=$1; shift
        cd "$directory"; exec 3<&0
        "$@" </dev/null >log 2>&1 3<&- & server=$!
        { read -r _ <&3; kill -KILL "$server"; } >/dev/null 2>&1 & watch=$!
        wait "$server" 2>/dev/null; kill "$watch" 2>/dev/null
        tail -c 4000 log; cd /; rm -rf "$directory"
        """

    private init(directory: URL, ports: [Int], command: [String], environment: [String: String]) {
        let path = directory.path(percentEncoded: false)
        let (stopped, stopSignal) = AsyncStream.makeStream(of: Never.self)
        self.directory = directory
        self.ports = ports
        self.stopSignal = stopSignal
        run = Task { [end] in
            // In a group of its own, so that Ctrl-C in a terminal does not end the shell before it has cleaned up.
            var options = PlatformOptions()
            options.processGroupID = 0
            let message: String
            do {
                message = try await Subprocess.run(
                    .name("sh"), arguments: Arguments(["-c", Self.script, "sh", path] + command),
                    environment: Optional(environment).asSubprocess, platformOptions: options,
                    input: .inputWriter, output: .sequence, error: .combinedWithOutput
                ) { shell in
                    let stopping = Task {
                        for await _ in stopped {}
                        try await shell.standardInputWriter.finish()
                    }
                    defer { stopping.cancel() }
                    var lastWords: [String] = []
                    for try await line in shell.standardOutput.strings() { lastWords.append(line) }
                    return lastWords.joined()
                }.closureResult
            } catch {
                message = "\(error)"
            }
            end.message.withLock { $0 = message }
        }
    }

    deinit { stopSignal.finish() }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameters:
    ///   - portCount: how many ports it needs. Another process may take one in the meantime: then it gets new ones.
    ///   - prepare: makes what it needs in its directory, and says the command.
    package static func start(
        _ name: String, portCount: Int, environment: [String: String], limit: Duration,
        command prepare: (_ directory: URL, _ ports: [Int]) throws -> [String],
        isReady: (_ ports: [Int]) async -> Bool
    ) async throws -> ServerProcess {
        var failure = ""
        for _ in 1...3 {
            let directory = try TestEnvironment.temporaryDirectory(for: name)
            let ports = try LoopbackPorts.free(portCount)
            let server = ServerProcess(
                directory: directory, ports: ports, command: try prepare(directory, ports), environment: environment)
            let deadline = ContinuousClock.now + limit
            while server.endMessage == nil {
                if await isReady(ports) { return server }
                guard ContinuousClock.now < deadline else {
                    throw TestSupportError("\(name) is not ready after \(limit):\n\(server.log)")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            failure = server.endMessage ?? ""
        }
        throw TestSupportError("\(name) does not stay up:\n\(failure)")
    }

    private var endMessage: String? { end.message.withLock { $0 } }

    /// What the server has printed so far, on both of its outputs.
    package var log: String {
        guard let bytes = try? Data(contentsOf: directory.appending(path: "log")) else { return endMessage ?? "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Ends the server, and returns when it and its directory are gone.
    package func stop() async {
        stopSignal.finish()
        await run.value
    }
}
