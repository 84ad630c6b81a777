import FoundationEssentials
import LambdaRuntime
import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The Zip-type function: GET /upload/url, answered with a presigned PUT.
@main
struct UploadURLFunction {
    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        let logger = Logger(label: "upload-url")
        do {
            try await LambdaRuntime.run(environment: environment, logger: logger) {
                let handler = RequestHandler(
                    settings: try Settings(environment: environment), page: page(environment: environment))
                return { event, _ in
                    let answer = try handler.answer(to: event.readableBytesView, date: Date(), id: ObjectKey.randomID())
                    return ByteBuffer(bytes: answer)
                }
            }
        } catch {
            logger.critical("the function ends: \(error)")
            exit(1)
        }
    }

    /// The page to try the function with, if it was packed beside the binary.
    private static func page(environment: [String: String]) -> String? {
        let directory = environment["LAMBDA_TASK_ROOT"] ?? "."
        return try? String(contentsOf: URL(filePath: "\(directory)/index.html"), encoding: .utf8)
    }
}
