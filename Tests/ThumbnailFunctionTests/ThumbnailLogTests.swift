import FoundationEssentials
import RangeReader
import S3
import TestSupport
import Testing
import Thumbnailer

@testable import ThumbnailFunction

@Suite("The log line of a thumbnail")
struct ThumbnailLogTests {
    /// Of the line what the tests look at.
    struct Line: Decodable {
        var level: String
        var requestId: String
        var bucket: String
        var key: String
        var result: String
        var reason: String?
        var transient: Bool?
        var codec: String?
        var container: String?
        var width: Int?
        var sourceBytes: Int64?
        var requests: Int?
        var bytesRead: Int64?
        var jpegBytes: Int?
        var timingsMs: [String: Double]?
    }

    private static let source = S3ObjectID(bucket: "videos", key: "a\n\"b\".mp4")

    private static func line(_ change: (inout ThumbnailLog) -> Void) throws -> Line {
        var log = ThumbnailLog(requestID: "request-1", source: source)
        change(&log)
        let bytes = JSONLine.encode(log)
        #expect(!bytes.contains(UInt8(ascii: "\n")))
        let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
        #expect(line.requestId == "request-1" && line.bucket == "videos" && line.key == source.key)
        return line
    }

    @Test("A success says what was made of what, and what it took")
    func success() async throws {
        let made = await Thumbnailer().thumbnail(of: FileSource(path: try await Fixtures.path(.mp4IndexLast)))
        let line = try Self.line { $0.add(WorkResult(made), total: .milliseconds(1234)) }
        #expect(line.level == "INFO" && line.result == "created" && line.reason == nil)
        #expect(line.codec == "h264" && line.container == "mov,mp4,m4a,3gp,3g2,mj2" && line.width == 480)
        #expect(line.sourceBytes == made.objectSize)
        #expect(line.requests == made.trace.requests.count && line.bytesRead == made.trace.bytesReceived)
        #expect(try line.jpegBytes == made.thumbnail.get().jpeg.count)
        let stages: Set = ["open", "seek", "read", "decode", "scale", "encode", "put", "waited", "total"]
        #expect(line.timingsMs.map { Set($0.keys) } == stages)
        #expect(line.timingsMs?["total"] == 1234)
    }

    @Test("A failure has its code as the result", arguments: [true, false])
    func failure(isTransient: Bool) throws {
        let error = ThumbnailError(.source(.deadlineExceeded), "too late", isTransient: isTransient)
        let line = try Self.line { $0.add(WorkResult(error), total: .zero) }
        #expect(line.level == "ERROR" && line.result == "deadlineExceeded" && line.reason == "too late")
        #expect(line.transient == isTransient)
        #expect(line.jpegBytes == nil)
    }

    @Test("What was skipped says why")
    func skipped() throws {
        let line = try Self.line { $0.skipped("the object is a thumbnail") }
        #expect(line.level == "INFO" && line.result == "skipped" && line.reason == "the object is a thumbnail")
        #expect(line.timingsMs == nil)
    }
}
