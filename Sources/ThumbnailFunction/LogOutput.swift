import FoundationEssentials
import Logging

/// Where the function's own log lines go, and which.
///
/// A line is a JSON object with `timestamp` and `level`, as Lambda's JSON log format wants it; with the text format it is the
/// same, as there is none that people and log queries read more easily.
struct LogOutput: Sendable, Equatable {
    /// `AWS_LAMBDA_LOG_LEVEL`, or `LOG_LEVEL`: lines below it are not written.
    var level = Logger.Level.info
    /// `THUMBNAIL_METRICS_NAMESPACE`: thumbnails become metrics of CloudWatch under this name; nil for none.
    var metrics: MetricsNamespace?

    /// A level that is none is taken for the default: a function must not fail because of how it logs.
    init(environment: [String: String] = [:]) {
        let isJSON = environment["AWS_LAMBDA_LOG_FORMAT"]?.lowercased() == "json"
        let names = isJSON ? ["AWS_LAMBDA_LOG_LEVEL", "LOG_LEVEL"] : ["LOG_LEVEL", "AWS_LAMBDA_LOG_LEVEL"]
        level = names.lazy.compactMap { environment[$0].flatMap(Logger.Level.init(lambda:)) }.first ?? .info
        if let name = environment["THUMBNAIL_METRICS_NAMESPACE"], !name.isEmpty {
            metrics = MetricsNamespace(name: name, function: environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "-")
        }
    }

    func write(_ line: EventLog) { write(line, at: .error) }

    /// With metrics, a line below the level is written all the same, since they are in it.
    func write(_ line: ThumbnailLog) {
        if let metrics {
            StandardError.write(JSONLine.encode(MeteredLine(line: line, namespace: metrics)))
        } else {
            write(line, at: line.level == "ERROR" ? .error : .info)
        }
    }

    private func write(_ line: some Encodable, at level: Logger.Level) {
        if level >= self.level { StandardError.write(JSONLine.encode(line)) }
    }
}

extension Logger.Level {
    /// Lambda has one level that libraries do not have, and names of its own for two.
    fileprivate init?(lambda name: String) {
        switch name.lowercased() {
        case "warn": self = .warning
        case "fatal": self = .critical
        case let name: self.init(rawValue: name)
        }
    }
}
