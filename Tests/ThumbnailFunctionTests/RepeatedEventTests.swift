import Loopback
import TestSupport
import Testing

@testable import ThumbnailFunction

@Suite("Events that come twice, late, or at the same time", .timeLimit(.minutes(15)))
struct RepeatedEventTests {
    private static let key = "thumbnails/a.mp4.jpg"

    private func event(_ sequencer: String, eTag: String) -> String {
        Event.records([
            Event.record(
                "a.mp4", name: "ObjectCreated:Put", fields: #""eTag":"\#(eTag)","sequencer":"\#(sequencer)""#)
        ])
    }

    private func eTag(_ stage: FunctionStage) throws -> String {
        try #require(stage.storage.object(bucket: "videos", key: "a.mp4")).eTag.filter { $0 != "\"" }
    }

    private func sequencer(_ stage: FunctionStage) -> String? {
        stage.storage.object(bucket: "videos", key: Self.key)?.metadata["source-sequencer"]
    }

    @Test("The second time nothing is decoded and nothing written, and the answer says so")
    func twice() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let event = event("0055AED6DCD90281E5", eTag: try eTag(stage))
            try await stage.handle(event)
            stage.storage.resetRecords()
            let answer = try await stage.handle(event)
            #expect(
                answer == """
                    {"thumbnails":[{"reason":"the thumbnail is there","result":"skipped",\
                    "source":{"bucket":"videos","key":"a.mp4"},\
                    "thumbnail":{"bucket":"videos","key":"thumbnails/a.mp4.jpg"}}]}
                    """)
            #expect(stage.written.isEmpty)
        }
    }

    @Test("Other options, another bucket's video and an event by hand make the thumbnail again")
    func again() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let event = event("1", eTag: try eTag(stage))
            try await stage.handle(event)
            stage.storage.resetRecords()
            try await stage.with(settings: ["THUMBNAIL_WIDTH": "100"]).handle(event)
            #expect(stage.written.count == 1)
            try await stage.handle(#"{"bucket":"videos","key":"a.mp4"}"#)
            #expect(stage.written.count == 2)
        }
    }

    @Test(
        "An older event never replaces the thumbnail of a newer one, however its sequencer is written",
        arguments: [("0A1B", "A1C"), ("9", "0A"), ("00ff", "0100")])
    func late(older: String, newer: String) async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.handle(event(newer, eTag: "ffff"))
            #expect(sequencer(stage) == newer)
            let answer = try await stage.handle(event(older, eTag: "eeee"))
            #expect(answer.contains("the thumbnail is of a later event"))
            #expect(sequencer(stage) == newer)
            #expect(stage.written.count == 1)
        }
    }

    @Test("A newer event replaces it")
    func newer() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            try await stage.handle(event("1", eTag: try eTag(stage)))
            try await stage.store(.webM, as: "a.mp4")
            try await stage.handle(event("2", eTag: try eTag(stage)))
            #expect(sequencer(stage) == "2")
            let metadata = stage.storage.object(bucket: "videos", key: Self.key)?.metadata
            #expect(metadata?["source-etag"] == (try eTag(stage)))
        }
    }

    /// Writes another thumbnail after the function has looked for one and before it writes its own.
    private func race(
        _ stage: FunctionStage, _ event: String, other: [String: String]
    ) async throws -> Result<String, any Error> {
        stage.storage.inject(FaultPlan([.init(.slowFirstByte(.milliseconds(400)), at: 1...4, method: "GET")]))
        stage.storage.resetRecords()
        async let handled = stage.result(event)
        while !stage.storage.records.contains(where: { $0.method == "HEAD" && $0.isFinished }) {
            try await Task.sleep(for: .milliseconds(2))
        }
        try stage.storage.store(.bytes([1]), bucket: "videos", key: Self.key, metadata: other)
        return await handled
    }

    @Test("Of two at the same time the later event's thumbnail stays", arguments: [true, false])
    func race(isThere: Bool) async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            if isThere { try await stage.handle(event("1", eTag: try eTag(stage))) }
            func other(_ sequencer: String) -> [String: String] {
                ["source-bucket": "videos", "thumbnail-options": "x", "source-sequencer": sequencer]
            }
            let lost = try await race(stage, event("2", eTag: "dddd"), other: other("3"))
            #expect(try lost.get().contains("the thumbnail is of a later event"))
            #expect(sequencer(stage) == "3")

            let won = try await race(stage, event("5", eTag: "dddd"), other: other("4"))
            #expect(try won.get().contains("created"))
            #expect(sequencer(stage) == "5")
        }
    }

    @Test("Where nothing tells which is later, it is a failure that trying again may mend")
    func undecided() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let other = ["source-bucket": "videos", "thumbnail-options": "x", "source-sequencer": "4"]
            let result = try await race(stage, #"{"bucket":"videos","key":"a.mp4"}"#, other: other)
            #expect(throws: (any Error).self) { try result.get() }
            #expect(sequencer(stage) == "4")
        }
    }

    @Test("A PUT whose answer was lost is not taken for somebody else's")
    func lostAnswer() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            stage.storage.inject(FaultPlan([.init(.lostAnswer, at: 1, method: "PUT")]))
            let answer = try await stage.handle(event("1", eTag: try eTag(stage)))
            #expect(answer.contains(#""result":"created""#))
            #expect(sequencer(stage) == "1")
        }
    }

    @Test("A function that may not read thumbnails writes them all the same", arguments: [false, true])
    func forbidden(isThere: Bool) async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            if isThere { try stage.storage.store(.bytes([1]), bucket: "videos", key: Self.key) }
            stage.storage.inject(FaultPlan([.init(.error(.accessDenied), at: 1...9, method: "HEAD")]))
            try await stage.handle(event("1", eTag: try eTag(stage)))
            #expect(sequencer(stage) == "1")
        }
    }

    @Test("When S3 does not say what is there, the thumbnail is written")
    func unknown() async throws {
        try await FunctionStage.run(settings: ["AWS_MAX_ATTEMPTS": "1"]) { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            stage.storage.inject(FaultPlan([.init(.error(.internalError), at: 1...9, method: "HEAD")]))
            try await stage.handle(event("1", eTag: try eTag(stage)))
            #expect(sequencer(stage) == "1")
        }
    }

    @Test("The trace goes on to S3 with every request")
    func trace() async throws {
        try await FunctionStage.run { stage in
            try await stage.store(.mp4IndexLast, as: "a.mp4")
            let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
            try await stage.handle(Event.of("a.mp4"), traceID: trace + "\r\nX-Evil: 1")
            let traces = Set(
                stage.storage.records.map { record in
                    record.requestHeaders.first { $0.0.lowercased() == "x-amzn-trace-id" }?.1
                })
            #expect(traces == [trace + "%0D%0AX-Evil:%201"])
        }
    }
}
