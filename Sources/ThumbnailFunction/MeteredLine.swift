import FoundationEssentials

/// Where in CloudWatch the function's metrics are.
struct MetricsNamespace: Sendable, Equatable {
    var name: String
    /// The function, which is a dimension of every metric.
    var function: String
}

/// A log line that CloudWatch also takes as metrics (embedded metric format): all of the line, with the figures at its top
/// that the definitions in `_aws` name.
///
/// Its dimensions are the function, and the function with the result's code, which has few values.
struct MeteredLine: Encodable {
    let line: ThumbnailLog
    let namespace: MetricsNamespace

    private struct Definitions: Encodable {
        struct Directive: Encodable {
            struct Metric: Encodable {
                let Name: String
                let Unit: String
            }

            let Namespace: String
            let Dimensions = [["FunctionName"], ["FunctionName", "result"]]
            let Metrics: [Metric]
        }

        /// Milliseconds since 1970.
        let Timestamp: Int64
        let CloudWatchMetrics: [Directive]
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private typealias Metric = (name: String, unit: String, value: Double)

    private var metrics: [Metric] {
        let counts: [(String, String, Double?)] = [
            ("Requests", "Count", line.requests.map(Double.init)),
            ("BytesRead", "Bytes", line.bytesRead.map(Double.init)),
            ("JPEGBytes", "Bytes", line.jpegBytes.map(Double.init)),
        ]
        let times: [(String, Double?)] = [
            ("Duration", line.timingsMs?.total), ("Waited", line.timingsMs?.waited), ("Open", line.timingsMs?.open),
            ("Seek", line.timingsMs?.seek), ("Read", line.timingsMs?.read), ("Decode", line.timingsMs?.decode),
            ("Scale", line.timingsMs?.scale), ("Encode", line.timingsMs?.encode), ("Put", line.timingsMs?.put),
        ]
        return (counts + times.map { ($0, "Milliseconds", $1) }).compactMap { name, unit, value in
            value.map { (name, unit, $0) }
        } + [("Thumbnails", "Count", 1)]
    }

    func encode(to encoder: any Encoder) throws {
        try line.encode(to: encoder)
        let metrics = metrics
        var container = encoder.container(keyedBy: Key.self)
        let directive = Definitions.Directive(
            Namespace: namespace.name, Metrics: metrics.map { .init(Name: $0.name, Unit: $0.unit) })
        try container.encode(
            Definitions(Timestamp: Int64(Date().timeIntervalSince1970 * 1_000), CloudWatchMetrics: [directive]),
            forKey: Key("_aws"))
        try container.encode(namespace.function, forKey: Key("FunctionName"))
        for metric in metrics { try container.encode(metric.value, forKey: Key(metric.name)) }
    }
}
