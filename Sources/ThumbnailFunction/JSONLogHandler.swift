import FoundationEssentials
import Logging

/// Writes what libraries log as one JSON object a line to standard error.
struct JSONLogHandler: LogHandler {
    private struct Line: Encodable {
        var timestamp = Date().ISO8601Format(.init(includingFractionalSeconds: true))
        var level: String
        var message: String
        var requestId: String?
    }

    var metadata = Logger.Metadata()
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let requestID = event.metadata?["requestId"] ?? metadata["requestId"]
        let line = Line(
            level: event.level.rawValue.uppercased(), message: "\(event.message)", requestId: requestID.map { "\($0)" })
        StandardError.write(JSONLine.encode(line))
    }
}
