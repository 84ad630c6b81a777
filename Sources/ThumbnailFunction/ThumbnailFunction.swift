import AsyncHTTPClient
import FoundationEssentials
import LambdaRuntime
import Logging
import NIOPosix
import S3

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The Image-type function: an S3 event in, a JPEG for each of its objects back in S3.
@main
struct ThumbnailFunction {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let level = LogOutput(environment: environment).level
        LoggingSystem.bootstrap { _ in JSONLogHandler(logLevel: level) }
        // One pool of threads for the Runtime API and for S3.
        let threads = MultiThreadedEventLoopGroup.singleton
        let httpClient = HTTPClient(eventLoopGroupProvider: .shared(threads), configuration: .s3)
        let result: Result<Void, any Error>
        do {
            try await Termination.cancelling {
                try await LambdaRuntime.run(
                    environment: environment, logger: Logger(label: "runtime"), eventLoopGroup: threads
                ) {
                    let handler = try EventHandler(environment: environment, httpClient: httpClient)
                    return { try await handler.handle($0, context: $1) }
                }
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try? await httpClient.shutdown()
        if case .failure(let error) = result {
            Logger(label: "runtime").critical("the function ends: \(error)")
            exit(1)
        }
    }
}
