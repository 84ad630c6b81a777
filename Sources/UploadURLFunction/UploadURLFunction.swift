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
                let handler = RequestHandler(settings: try Settings(environment: environment))
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
}
