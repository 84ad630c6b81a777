import ArgumentParser
import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOPosix
import RangeReader
import S3
import Thumbnailer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `thumbbench extract`: one thumbnail, by the same code as in the function.
struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Make one thumbnail of a file, an S3 object or a URL.",
        discussion: """
            Examples:
              thumbbench extract holiday.mp4 -o holiday.jpg
              thumbbench extract s3://help-me-sam/test.mp4 -o test.jpg --at 50% --width 1280 --trace
              thumbbench extract 'https://bucket.s3.amazonaws.com/test.mp4?X-Amz-…' -o test.jpg

            S3 is reached as the aws command does: AWS_REGION, AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, AWS_PROFILE …
            """)

    @Argument(help: "A path, s3://bucket/key, or an http(s) URL.")
    var input: Input

    @Option(name: [.short, .long], help: ArgumentHelp("The JPEG to write.", valueName: "out.jpg"))
    var output: String

    @OptionGroup var thumbnail: ThumbnailArguments

    @Flag(help: "Print one JSON object on standard output: what was made, from what, and what it cost.")
    var json = false

    @Flag(help: "Show every request for bytes of the input: why, when, how much, and how much of it was of use.")
    var trace = false

    func run() async throws {
        do throws(Failure) {
            let (thumbnail, result) = try await makeThumbnail()
            try write(thumbnail.jpeg)
            var report = ExtractReport(
                thumbnail, of: result, peakResidentBytes: PeakMemory.resident(ofProcess: getpid()))
            report.trace = trace ? TraceReport(result.trace) : nil
            print(json ? JSONOutput.line(report) : summary(report))
        } catch {
            if json {
                print(JSONOutput.line(FailureReport(error: error)))
            } else {
                Console.note("\(error.code): \(error.message)")
            }
            throw ExitCode.failure
        }
    }

    private func makeThumbnail() async throws(Failure) -> (Thumbnail, Thumbnailer.Result) {
        let httpClient = HTTPClient(
            eventLoopGroupProvider: .shared(.singletonMultiThreadedEventLoopGroup), configuration: .s3)
        let outcome: Result<(Thumbnail, Thumbnailer.Result), Failure>
        do throws(S3Error) {
            let environment = ProcessInfo.processInfo.environment
            let source = try input.source(environment: environment, httpClient: httpClient)
            var reading = ReaderConfiguration()
            let variables = Environment(environment)
            reading.retries = try RetryPolicy(
                environment: variables, profile: try SharedProfile(environment: variables))
            reading.answerTimes = AnswerTimes()
            let result = await Thumbnailer(options: thumbnail.options, reading: reading).thumbnail(of: source)
            outcome = result.thumbnail.map { ($0, result) }.mapError { Failure($0) }
        } catch {
            outcome = .failure(Failure(ThumbnailError(SourceError(error))))
        }
        try? await httpClient.shutdown()
        return try outcome.get()
    }

    /// Writes the whole file or nothing.
    private func write(_ jpeg: [UInt8]) throws(Failure) {
        do {
            try Data(jpeg).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw Failure(
                code: "outputFailed", message: "\(output) cannot be written: \(error.reason)", transient: false)
        }
    }

    private func summary(_ report: ExtractReport) -> String {
        "\(output): \(report.width)x\(report.height), \(report.jpegBytes) bytes, frame at \(report.time) s; "
            + "\(report.requests) requests, \(report.bytesRead) bytes read, \(report.timingsMs.total) ms"
            + (report.trace.map { "\n\($0.text)" } ?? "")
    }
}
