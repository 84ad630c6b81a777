import Foundation
import Loopback
import NIOCore
import NIOHTTP1
import Testing

/// Each fault as a client sees it, over sockets.
@Suite(.timeLimit(.minutes(15))) struct FaultTests {
    private typealias Fault = LoopbackS3.Fault

    private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    /// Runs `body` with a connection to a server that does `fault` to the first request.
    private func withFault(
        _ fault: Fault, _ body: (LoopbackS3, inout TestConnection) async throws -> Void
    ) async throws {
        try await withServer { s3 in
            try s3.store(.bytes(Self.content), bucket: "b", key: "k")
            s3.inject(FaultPlan([.init(fault, at: 1)]))
            try await TestConnection.open(to: s3.endpoint) { try await body(s3, &$0) }
        }
    }

    private func expectOrder(_ connection: inout TestConnection) async throws {
        let response = try await connection.send(.GET, "/b/k", headers: ["Range": "bytes=10-19"])
        #expect(response.status == 206)
        #expect(Array(response.body.readableBytesView) == Array(Self.content[10..<20]))
    }

    @Test(arguments: LoopbackS3.ErrorCode.allCases)
    func `an error of S3 has its status, its document and the time to wait, and the connection lives on`(
        code: LoopbackS3.ErrorCode
    ) async throws {
        try await withFault(.error(code, retryAfter: 7)) { s3, connection in
            let refused = try await connection.send(.PUT, "/b/new", body: [1, 2, 3])
            #expect(refused.status == code.status)
            #expect(String(buffer: refused.body).contains("<Code>\(code.rawValue)</Code>"))
            #expect(refused.headers["retry-after"] == ["7"])
            #expect(refused.headers["x-amz-request-id"].count == 1)
            #expect(s3.object(bucket: "b", key: "new") == nil)
            try await expectOrder(&connection)
            #expect(s3.records.map(\.status) == [code.status, 206])
            #expect(s3.records.map(\.fault) == [.error(code, retryAfter: 7), nil])
        }
    }

    @Test func `the statuses of the errors are those of S3`() {
        let statuses = Dictionary(grouping: LoopbackS3.ErrorCode.allCases, by: \.status).mapValues(Set.init)
        #expect(
            statuses == [
                400: [.invalidURI, .requestTimeout], 403: [.accessDenied, .requestTimeTooSkewed],
                404: [.noSuchBucket, .noSuchKey], 412: [.preconditionFailed], 416: [.invalidRange],
                429: [.tooManyRequests], 500: [.internalError], 501: [.notImplemented],
                503: [.serviceUnavailable, .slowDown],
            ])
    }

    @Test(arguments: [(LoopbackS3.Fault.badGateway(retryAfter: 3), 502), (.gatewayTimeout(retryAfter: 3), 504)])
    func `a proxy's error is a page that says nothing of S3`(fault: LoopbackS3.Fault, status: Int) async throws {
        try await withFault(fault) { s3, connection in
            let response = try await connection.send(.GET, "/b/k")
            #expect(response.status == status)
            #expect(response.headers["content-type"] == ["text/html"])
            #expect(response.headers["retry-after"] == ["3"])
            #expect(response.headers["x-amz-request-id"].isEmpty)
            #expect(String(buffer: response.body).hasPrefix("<html>"))
            try await expectOrder(&connection)
        }
    }

    @Test(arguments: [LoopbackS3.Fault.error(.slowDown), .badGateway()])
    func `a HEAD gets the status of an error and no document`(fault: LoopbackS3.Fault) async throws {
        try await withFault(fault) { s3, connection in
            let response = try await connection.send(.HEAD, "/b/k")
            #expect(response.status == s3.records[0].status)
            #expect(response.status >= 500)
            #expect(response.headers["retry-after"].isEmpty)
            try await expectOrder(&connection)
        }
    }

    @Test(arguments: [(LoopbackS3.Fault.resetBeforeAnswer, false), (.lostAnswer, true)])
    func `a PUT whose connection is reset is carried out only if its answer was lost`(
        fault: LoopbackS3.Fault, isStored: Bool
    ) async throws {
        try await withFault(fault) { s3, connection in
            try await connection.write(.PUT, "/b/new", body: [1, 2, 3])
            let (response, end) = try await connection.receive()
            #expect(end == .reset)
            #expect(response.status == 0)
            #expect((s3.object(bucket: "b", key: "new") != nil) == isStored)
            let record = try #require(try await s3.settledRecords().first)
            #expect(record.status == 0)
            #expect(record.bytesReceived == 3)
            #expect(record.isFinished)
            #expect(record.fault == fault)
        }
    }

    @Test(arguments: [0, 1000, 70_000])
    func `a body is cut short by RST or by FIN after so many bytes`(count: Int64) async throws {
        for (fault, expected) in [(Fault.reset(afterBytes: count), .reset), (.close(afterBytes: count), .closed)]
            as [(Fault, TestConnection.End)]
        {
            try await withFault(fault) { s3, connection in
                try await connection.write(.GET, "/b/k", headers: ["Range": "bytes=100-100099"])
                let (response, end) = try await connection.receive()
                #expect(end == expected)
                #expect(response.status == 206)
                #expect(response.headers["content-length"] == ["100000"])
                #expect(Array(response.body.readableBytesView) == Array(Self.content[100..<100 + Int(count)]))
                let record = try #require(try await s3.settledRecords().first)
                #expect(record.bytesSent == count)
                #expect(record.status == 206)
                // The port is as open as before.
                try await TestConnection.open(to: s3.endpoint) { try await expectOrder(&$0) }
            }
        }
    }

    @Test func `a body that ends before its cut arrives in full`() async throws {
        try await withFault(.close(afterBytes: 11)) { s3, connection in
            try await connection.write(.GET, "/b/k", headers: ["Range": "bytes=10-19"])
            let (response, end) = try await connection.receive()
            #expect(end == .complete)
            #expect(response.body.readableBytes == 10)
            #expect(try await connection.receive().end == .closed)
        }
    }

    @Test(arguments: [0, 1000, 70_000])
    func `a stalled body stays where it is until the client hangs up`(count: Int64) async throws {
        try await withServer { s3 in
            try s3.store(.bytes(Self.content), bucket: "b", key: "k")
            s3.inject(FaultPlan([.init(.stall(afterBytes: count), at: 1)]))
            try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.GET, "/b/k")
                let (response, end) = try await connection.receive(bytes: Int(count))
                #expect(end == .complete)
                #expect(response.status == 200)
                #expect(response.headers["content-length"] == ["200000"])
                #expect(Array(response.body.readableBytesView) == Array(Self.content[..<Int(count)]))
                try await Task.sleep(for: .milliseconds(20))
                #expect(s3.records.map(\.bytesSent) == [count])
                #expect(s3.records.map(\.isFinished) == [false])
            }
            #expect(try await s3.settledRecords().map(\.isFinished) == [true])
        }
    }

    @Test func `a request that hangs has no effect and no answer until the client hangs up`() async throws {
        try await withServer { s3 in
            s3.createBucket("b")
            s3.inject(FaultPlan([.init(.hang, at: 1)]))
            try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.PUT, "/b/new", body: [1])
                while s3.records.isEmpty { await Task.yield() }
                try await Task.sleep(for: .milliseconds(20))
                #expect(s3.records.map(\.isFinished) == [false])
                #expect(s3.records.map(\.status) == [0])
            }
            #expect(try await s3.settledRecords().map(\.bytesSent) == [0])
            #expect(s3.object(bucket: "b", key: "new") == nil)
        }
    }

    @Test func `a slow first byte comes late, and the answer is in order`() async throws {
        try await withFault(.slowFirstByte(.milliseconds(60))) { s3, connection in
            let start = ContinuousClock.now
            let response = try await connection.send(.GET, "/b/k")
            #expect(start.duration(to: .now) >= .milliseconds(60))
            #expect(Array(response.body.readableBytesView) == Self.content)
            #expect(s3.records[0].fault == .slowFirstByte(.milliseconds(60)))
        }
    }

    @Test func `a dead connection answers once, and loses the next request`() async throws {
        try await withFault(.deadKeepAlive) { s3, connection in
            try await expectOrder(&connection)
            try await connection.write(.PUT, "/b/new", body: [1])
            let (response, end) = try await connection.receive()
            #expect(end == .reset)
            #expect(response.status == 0)
            #expect(s3.object(bucket: "b", key: "new") == nil)
            #expect(try await s3.settledRecords().map(\.status) == [206, 0])
            #expect(s3.records.map(\.fault) == [.deadKeepAlive, .deadKeepAlive])
            try await TestConnection.open(to: s3.endpoint) { try await expectOrder(&$0) }
        }
    }

    @Test func `a connection stays dead when the plan is taken away`() async throws {
        try await withFault(.deadKeepAlive) { s3, connection in
            try await expectOrder(&connection)
            s3.inject(nil)
            try await connection.write(.GET, "/b/k")
            #expect(try await connection.receive().end == .reset)
        }
    }

    @Test func `a range that is ignored is answered by the whole object`() async throws {
        try await withFault(.ignoreRange) { s3, connection in
            let response = try await connection.send(.GET, "/b/k", headers: ["Range": "bytes=10-19"])
            #expect(response.status == 200)
            #expect(response.headers["content-length"] == ["200000"])
            #expect(response.headers["content-range"].isEmpty)
            #expect(Array(response.body.readableBytesView) == Self.content)
            #expect(s3.records.map(\.range) == [10..<20])
        }
    }

    @Test(arguments: [
        ("bytes=10-19", "bytes 11-20/200000"), ("bytes=-10", "bytes 199989-199998/200000"),
        ("bytes=0-", "bytes 1-199999/200000"),
    ])
    func `a wrong range is another one, in the header as in the body`(asked: String, got: String) async throws {
        try await withFault(.wrongRange) { s3, connection in
            let response = try await connection.send(.GET, "/b/k", headers: ["Range": asked])
            #expect(response.status == 206)
            #expect(response.headers["content-range"] == [got])
            let bounds = got.split { " -/".contains($0) }.compactMap { Int($0) }
            #expect(Array(response.body.readableBytesView) == Array(Self.content[bounds[0]...bounds[1]]))
            #expect(response.headers["content-length"] == ["\(bounds[1] - bounds[0] + 1)"])
        }
    }

    @Test func `an object stored again in the middle fails the reads of the old one`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes(Self.content), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                let first = try await connection.send(.GET, "/b/k", headers: ["Range": "bytes=0-9"])
                let eTag = try #require(first.headers.first(name: "etag"))
                try s3.store(.bytes(Self.content), bucket: "b", key: "k")
                let second = try await connection.send(
                    .GET, "/b/k", headers: ["Range": "bytes=10-19", "If-Match": eTag])
                #expect(second.status == 412)
            }
        }
    }

    @Test func `without a plan nothing fails any more`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes(Self.content), bucket: "b", key: "k")
            s3.inject(FaultPlan([.init(.error(.slowDown), at: 1...Int.max)]))
            try await TestConnection.open(to: s3.endpoint) { connection in
                #expect(try await connection.send(.GET, "/b/k").status == 503)
                s3.inject(nil)
                try await expectOrder(&connection)
            }
        }
    }

    @Test func `a client that tries once more than a fault may repeat reads everything`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes(Self.content), bucket: "b", key: "k")
            let faults = Fault.transient.filter { fault in
                switch fault {
                // These take a client's patience, not its next try; the last one strikes only on a kept connection.
                case .hang, .stall, .slowFirstByte, .deadKeepAlive: false
                default: true
                }
            }
            s3.inject(
                FaultPlan(mix: FaultMix(share: 1, of: faults.map { ($0, 1) }, seed: 1, longestRun: 2)))
            for first in stride(from: 0, to: Self.content.count, by: 20_000) {
                var bytes: [UInt8]?
                for _ in 1...3 where bytes == nil {
                    let (response, end) = try await TestConnection.open(to: s3.endpoint) { connection in
                        try await connection.write(.GET, "/b/k", headers: ["Range": "bytes=\(first)-\(first + 19_999)"])
                        return try await connection.receive()
                    }
                    if end == .complete && response.status == 206 { bytes = Array(response.body.readableBytesView) }
                }
                #expect(bytes == Array(Self.content[first..<first + 20_000]))
            }
            let records = try await s3.settledRecords()
            #expect(records.allSatisfy { $0.isFinished })
            #expect(records.map { $0.fault != nil } == (0..<30).map { $0 % 3 < 2 })
        }
    }

    @Test func `hanging and stalled answers end with the server, and no socket is left`() async throws {
        let s3 = try await LoopbackS3.start()
        try s3.store(.bytes(Self.content), bucket: "b", key: "k")
        s3.inject(FaultPlan([.init(.hang, at: 1), .init(.stall(afterBytes: 10), at: 2)]))
        try await TestConnection.open(to: s3.endpoint) { hanging in
            try await hanging.write(.GET, "/b/k")
            while s3.records.isEmpty { await Task.yield() }
            try await TestConnection.open(to: s3.endpoint) { stalled in
                try await stalled.write(.GET, "/b/k")
                _ = try await stalled.receive(bytes: 10)
                // The server's ends of both connections, and the port.
                let open = try sockets(of: s3)
                #expect(open == 3)
                try await s3.shutdown()
                #expect(try await hanging.receive().end == .closed)
                #expect(try await stalled.receive().end == .closed)
            }
        }
        #expect(try sockets(of: s3) == 0)
        #expect(try await s3.settledRecords().map(\.bytesSent) == [0, 10])
    }

    /// How many of this process's descriptors are sockets with a server's port as their own.
    private func sockets(of s3: LoopbackS3) throws -> Int {
        let port = try #require(s3.endpoint.split(separator: ":").last.flatMap { UInt16($0) })
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
            .count { descriptor in
                var address = sockaddr_in()
                var length = socklen_t(MemoryLayout<sockaddr_in>.size)
                let result = withUnsafeMutableBytes(of: &address) {
                    getsockname(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
                }
                return result == 0 && address.sin_family == AF_INET && address.sin_port == port.bigEndian
            }
    }
}
