import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import LambdaRuntime

@Suite struct RuntimeLoopTests {
    private static let lost = LambdaRuntimeError(code: .connectionLost, message: "reset")

    /// A loop whose handler has just been given the event of `id`.
    private func handling(_ id: String = "1") throws -> RuntimeLoop {
        var loop = RuntimeLoop()
        #expect(loop.start() == .send(.next))
        guard case .handle = loop.received(.event(id)) else { throw Unexpected() }
        return loop
    }

    private struct Unexpected: Error {}

    @Test func `an event is handled with its context, answered, and followed by the next`() {
        var loop = RuntimeLoop()
        #expect(loop.start() == .send(.next))
        let response = RuntimeResponse(
            status: .ok,
            headers: [
                "Lambda-Runtime-Aws-Request-Id": "id-1", "Lambda-Runtime-Deadline-Ms": "1542409706888",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:f", "Lambda-Runtime-Trace-Id": "Root=1;Sampled=1",
            ], body: ByteBuffer(string: "{}"))
        guard case .handle(let invocation) = loop.received(response) else {
            Issue.record("the event was not handled")
            return
        }
        #expect(invocation.event == ByteBuffer(string: "{}"))
        #expect(
            invocation.context
                == LambdaContext(
                    requestID: "id-1", deadline: Date(timeIntervalSince1970: 1_542_409_706.888),
                    traceID: "Root=1;Sampled=1", invokedFunctionARN: "arn:f"))
        let body = ByteBuffer(string: "[1]")
        #expect(loop.handled(.success(body)) == .send(.response(requestID: "id-1", body)))
        #expect(loop.received(.accepted) == .send(.next))
        #expect(loop.takeNote() == nil)
    }

    @Test func `a designed error is answered as it is, any other as unhandled`() throws {
        var loop = try handling("1")
        let designed = FunctionError(errorType: "Thumbnail.NoSuchKey", message: "gone")
        #expect(loop.handled(.failure(designed)) == .send(.error(requestID: "1", designed)))

        loop = try handling("2")
        let unhandled = FunctionError(errorType: "Runtime.UnhandledError", message: "Unexpected()")
        #expect(loop.handled(.failure(Unexpected())) == .send(.error(requestID: "2", unhandled)))
        #expect(loop.received(.accepted) == .send(.next))
    }

    @Test(arguments: [RuntimeResponse.refused(413), .refused(400), .refused(403)])
    func `a refused answer is noted, and no error is posted in its place`(refusal: RuntimeResponse) throws {
        var loop = try handling("1")
        _ = loop.handled(.success(ByteBuffer()))
        #expect(loop.received(refusal) == .send(.next))
        let note = loop.takeNote()
        #expect(note?.requestID == "1")
        #expect(note?.message == "the Runtime API refused the answer: \(refusal.status.code) because")
        #expect(loop.takeNote() == nil)
    }

    @Test func `a 500 ends the loop, to an answer or to a poll`() throws {
        var loop = try handling()
        _ = loop.handled(.success(ByteBuffer()))
        let failure = LambdaRuntimeError(code: .serverError, message: "the Runtime API answered 500")
        #expect(loop.received(.refused(500)) == .fail(failure))

        loop = RuntimeLoop()
        _ = loop.start()
        #expect(loop.received(.refused(500)) == .fail(failure))
    }

    @Test(arguments: [RuntimeResponse.refused(403), RuntimeResponse(status: .ok, body: ByteBuffer(string: "{}"))])
    func `a poll that brings no event ends the loop`(response: RuntimeResponse) {
        var loop = RuntimeLoop()
        _ = loop.start()
        guard case .fail(let error) = loop.received(response) else {
            Issue.record("the loop goes on")
            return
        }
        #expect(error.code == .invalidResponse)
    }

    @Test func `a poll is sent again once when its connection is lost`() throws {
        var loop = try handling()
        _ = loop.handled(.success(ByteBuffer()))
        #expect(loop.received(.accepted) == .send(.next))
        #expect(loop.lostConnection(Self.lost) == .send(.next))
        guard case .handle = loop.received(.event("2")) else { throw Unexpected() }

        // The second event makes up for it: the next loss is a first one again.
        _ = loop.handled(.success(ByteBuffer()))
        #expect(loop.received(.accepted) == .send(.next))
        #expect(loop.lostConnection(Self.lost) == .send(.next))
        #expect(loop.lostConnection(Self.lost) == .stop)
    }

    @Test func `a Runtime API that never answered is an error, not the end of the work`() {
        var loop = RuntimeLoop()
        #expect(loop.start() == .send(.next))
        #expect(loop.lostConnection(Self.lost) == .send(.next))
        #expect(loop.lostConnection(Self.lost) == .fail(Self.lost))
    }

    @Test func `an answer whose connection is lost is not sent twice`() throws {
        var loop = try handling("1")
        _ = loop.handled(.success(ByteBuffer()))
        #expect(loop.lostConnection(Self.lost) == .send(.next))
        #expect(loop.takeNote() == RuntimeLoop.Note(message: "reset", requestID: "1"))
    }

    @Test(arguments: [100, 101])
    func `an event cut off at the limit is answered without the handler`(length: Int) {
        var loop = RuntimeLoop(maximumEvent: 100)
        _ = loop.start()
        let event = ByteBuffer(string: #"{"a":""# + String(repeating: "x", count: length - 6))
        let truncated = FunctionError(
            errorType: "Runtime.PayloadTruncated",
            message: "the event ends in the middle of its JSON: it was cut off at 100 bytes")
        #expect(loop.received(.event("1", event)) == .send(.error(requestID: "1", truncated)))
        #expect(loop.received(.accepted) == .send(.next))
    }

    @Test func `a whole event of any length, and a short broken one, are the handler's`() throws {
        let whole = #"{"a":""# + String(repeating: "x", count: 92) + #""}"#
        let short = #"{"a":""# + String(repeating: "x", count: 93)
        #expect([whole.utf8.count, short.utf8.count] == [100, 99])
        for event in [whole, whole + "  ", short] {
            var loop = RuntimeLoop(maximumEvent: 100)
            _ = loop.start()
            guard case .handle(let invocation) = loop.received(.event("1", ByteBuffer(string: event))) else {
                Issue.record("an event of \(event.utf8.count) bytes was not handled")
                continue
            }
            #expect(invocation.event.readableBytes == event.utf8.count)
        }
    }

    @Test(arguments: [
        (#"{"a":[1,{"b":"]}"}]}"#, false), (#"{"a":[1,{"b":"]}"}]"#, true), (#"{"a":"}"#, true), (#"{"a":"\"}"#, true),
        (#"{"a":"\\"}"#, false), ("[", true), ("7", false), (#""tex"#, true), (#""\""#, true), ("", false),
    ])
    func `a document ends inside itself when a bracket or a string is open`(text: String, isInside: Bool) {
        #expect(endsInsideJSON(Array(text.utf8).span) == isInside)
    }
}

extension RuntimeResponse {
    static let accepted = RuntimeResponse(status: .accepted, body: ByteBuffer(string: #"{"status":"OK"}"#))

    static func refused(_ status: Int) -> RuntimeResponse {
        RuntimeResponse(status: .init(statusCode: status), body: ByteBuffer(string: "because\n"))
    }

    static func event(_ requestID: String, _ body: ByteBuffer = ByteBuffer(string: "{}")) -> RuntimeResponse {
        RuntimeResponse(
            status: .ok,
            headers: ["lambda-runtime-aws-request-id": requestID, "lambda-runtime-deadline-ms": "1000"], body: body)
    }
}
