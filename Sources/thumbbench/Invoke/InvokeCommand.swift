import ArgumentParser
import FoundationEssentials
import Loopback

/// `thumbbench invoke`
struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Send the function one event, as Lambda would, without Docker.",
        discussion: """
            Starts the function with your own environment, so that your AWS_* and THUMBNAIL_* variables apply. Its \
            response goes to standard output, its log to standard error. The exit status is 0 if it answered with a \
            response, else 1; an error that it answered with is printed like a response.

            Examples:
              thumbbench invoke -e docker/events/s3-put.json
              AWS_ENDPOINT_URL_S3=http://127.0.0.1:8333 thumbbench invoke -e - < event.json
            """)

    @Option(
        name: .shortAndLong, help: ArgumentHelp("A JSON file; - for standard input.", valueName: "file"),
        completion: .file())
    var event: String

    @Option(
        help: ArgumentHelp("The function; default: ThumbnailFunction beside thumbbench.", valueName: "path"),
        completion: .file())
    var function: String?

    @Option(help: ArgumentHelp("How long the function may take.", valueName: "seconds"))
    var timeout = 60.0

    func validate() throws {
        guard timeout > 0, timeout <= 900 else { throw ValidationError("--timeout must be in 0 to 900 seconds.") }
    }

    func run() async throws {
        let function = try FunctionBinary(function)
        let payload = try readEvent()
        try await Interruption.cancelling {
            let invocation = LocalInvocation(function: function, timeout: .seconds(timeout))
            let answer = try await invocation.run(payload, environment: ProcessInfo.processInfo.environment)
            print(String(decoding: answer.body, as: UTF8.self))
            guard answer.isResponse else { throw ExitCode.failure }
        }
    }

    private func readEvent() throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: event == "-" ? "/dev/stdin" : event)))
        } catch {
            throw BenchError("cannot read the event \(event): \(error.reason)")
        }
    }
}
