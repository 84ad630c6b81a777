import Subprocess

/// A program run to its end, with what it printed.
package struct Command: Sendable {
    /// The exit status, or minus the signal's number.
    package var status: Int
    package var output: [UInt8]
    package var errorOutput: String

    package var outputText: String { String(decoding: output, as: UTF8.self) }

    /// Runs `executable`, a path or a name to look up in PATH, and collects up to 64 MiB of each of its outputs; waits
    /// before that while too many others run.
    package static func run(
        _ executable: String, _ arguments: [String], environment: [String: String]? = nil, input: [UInt8] = []
    ) async throws -> Command {
        await ProcessSlots.shared.take()
        let result: Result<Command, any Error>
        do {
            let ended = try await Subprocess.run(
                .name("env"), arguments: Arguments([executable] + arguments), environment: environment.asSubprocess,
                input: .array(input), output: .bytes(limit: 64 << 20), error: .string(limit: 64 << 20))
            result = .success(
                Command(
                    status: ended.terminationStatus.code, output: ended.standardOutput,
                    errorOutput: ended.standardError))
        } catch {
            result = .failure(error)
        }
        await ProcessSlots.shared.give()
        return try result.get()
    }

    /// Runs a tool that has to succeed.
    /// - Returns: its standard output.
    /// - Throws: ``TestSupportError`` with its last words.
    @discardableResult
    package static func tool(_ executable: String, _ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await run(executable, arguments, input: input)
        guard result.status == 0 else {
            let advice = result.status == 127 ? " (`bash docker/setup.sh` installs it)" : ""
            throw TestSupportError("\(executable) ended with \(result.status)\(advice): \(result.errorOutput)")
        }
        return result.output
    }
}

extension Optional<[String: String]> {
    var asSubprocess: Environment {
        guard let self else { return .inherit }
        return .custom(Dictionary(uniqueKeysWithValues: self.map { (Environment.Key(stringLiteral: $0), $1) }))
    }
}

extension TerminationStatus {
    var code: Int {
        switch self {
        case .exited(let code): Int(code)
        case .signaled(let signal): -Int(signal)
        }
    }
}
