import Foundation
import Logging
import RangeReader
import S3
import TestSupport
import Testing
import Thumbnailer

@testable import ThumbnailFunction

@Suite("What is logged")
struct LogOutputTests {
    @Test(
        "The level is Lambda's with the JSON format, and one's own with the text format",
        arguments: [
            ([:], .info), (["AWS_LAMBDA_LOG_LEVEL": "WARN"], .warning), (["LOG_LEVEL": "debug"], .debug),
            (["AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "FATAL", "LOG_LEVEL": "debug"], .critical),
            (["AWS_LAMBDA_LOG_FORMAT": "Text", "AWS_LAMBDA_LOG_LEVEL": "ERROR", "LOG_LEVEL": "trace"], .trace),
            (["AWS_LAMBDA_LOG_LEVEL": "LOUD"], .info),
        ] as [([String: String], Logger.Level)])
    func level(environment: [String: String], level: Logger.Level) {
        #expect(LogOutput(environment: environment).level == level)
    }

    @Test("With a namespace, a line's figures are metrics of CloudWatch: each named, defined and a number")
    func metrics() async throws {
        let output = LogOutput(environment: [
            "THUMBNAIL_METRICS_NAMESPACE": "Videos", "AWS_LAMBDA_FUNCTION_NAME": "thumbnails",
        ])
        let made = await Thumbnailer().thumbnail(of: FileSource(path: try await Fixtures.path(.mp4IndexLast)))
        var line = ThumbnailLog(requestID: "r", source: S3ObjectID(bucket: "b", key: "k"))
        line.add(WorkResult(made), total: .milliseconds(1234))

        let bytes = JSONLine.encode(MeteredLine(line: line, namespace: try #require(output.metrics)))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let definitions = try #require(object["_aws"] as? [String: Any])
        let timestamp = try #require(definitions["Timestamp"] as? Double)
        #expect(abs(timestamp / 1_000 - Date().timeIntervalSince1970) < 60)
        let directives = try #require(definitions["CloudWatchMetrics"] as? [[String: Any]])
        #expect(directives.count == 1)
        #expect(directives[0]["Namespace"] as? String == "Videos")
        let dimensions = try #require(directives[0]["Dimensions"] as? [[String]])
        #expect(dimensions == [["FunctionName"], ["FunctionName", "result"]])
        for name in dimensions.joined() { #expect(object[name] is String, "\(name)") }
        let metrics = try #require(directives[0]["Metrics"] as? [[String: String]])
        for metric in metrics {
            let name = try #require(metric["Name"])
            #expect(object[name] is Double, "\(name)")
            #expect(["Milliseconds", "Bytes", "Count"].contains(metric["Unit"]))
        }
        #expect(object["Duration"] as? Double == 1234)
        #expect(object["FunctionName"] as? String == "thumbnails")
        // The line itself is still there.
        #expect(object["level"] as? String == "INFO" && object["result"] as? String == "created")
        #expect((object["timingsMs"] as? [String: Any])?["total"] as? Double == 1234)
    }

    @Test("What nobody knows is no metric: a failure has no size of a JPEG")
    func failure() throws {
        var line = ThumbnailLog(requestID: "r", source: S3ObjectID(bucket: "b", key: "k"))
        line.add(WorkResult(ThumbnailError(.notVideo, "text")), total: .zero)
        let namespace = MetricsNamespace(name: "Videos", function: "f")
        let text = String(decoding: JSONLine.encode(MeteredLine(line: line, namespace: namespace)), as: UTF8.self)
        #expect(!text.contains("JPEGBytes"))
        #expect(text.contains(#""Thumbnails":1"#) && text.contains(#""result":"notVideo""#))
    }
}
