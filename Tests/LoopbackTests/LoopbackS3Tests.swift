import Foundation
import Loopback
import NIOCore
import NIOHTTP1
import Testing

/// The server over sockets: what leaves, when, and what is recorded of it.
@Suite(.timeLimit(.minutes(15))) struct LoopbackS3Tests {
    private func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    @Test func `requests on one connection are recorded in their order, exactly`() async throws {
        try await withServer { s3 in
            let content = bytes(300_000)
            try s3.store(.bytes(content), bucket: "b", key: "a+b c", contentType: "video/mp4")
            try await TestConnection.open(to: s3.endpoint) { connection in
                let whole = try await connection.send(.GET, "/b/a+b%20c?X-Amz-Signature=0")
                #expect(whole.status == 200)
                #expect(Array(whole.body.readableBytesView) == content)
                let part = try await connection.send(.GET, "/b/a+b%20c", headers: ["Range": "bytes=100000-299999"])
                #expect(part.status == 206)
                #expect(Array(part.body.readableBytesView) == Array(content[100_000...]))
                let head = try await connection.send(.HEAD, "/b/a+b%20c")
                #expect(head.headers["content-length"] == ["300000"])
                let put = try await connection.send(.PUT, "/b/out", headers: ["x-test": "1"], body: [1, 2, 3])
                #expect(put.status == 200)
                let missing = try await connection.send(.GET, "/b/none", headers: ["Range": "bytes=0-9"])
                #expect(missing.status == 404)
            }
            #expect(s3.object(bucket: "b", key: "out")?.content == .bytes([1, 2, 3]))

            let records = s3.records
            #expect(records.map(\.method) == ["GET", "GET", "HEAD", "PUT", "GET"])
            #expect(records.map(\.key) == ["a+b c", "a+b c", "a+b c", "out", "none"])
            #expect(records.map(\.status) == [200, 206, 200, 200, 404])
            #expect(records.map(\.range) == [nil, 100_000..<300_000, nil, nil, 0..<10])
            #expect(records.map(\.bytesSent).prefix(4) == [300_000, 200_000, 0, 0])
            #expect(records.map(\.bytesReceived) == [0, 0, 0, 3, 0])
            #expect(records.map(\.connection) == [1, 1, 1, 1, 1])
            #expect(records.allSatisfy { $0.isFinished && $0.bucket == "b" && $0.start <= $0.end })
            #expect(records[3].requestHeaders.contains { $0 == ("x-test", "1") })
            s3.resetRecords()
            #expect(s3.records.isEmpty)
        }
    }

    @Test func `a file is served as its bytes are, in whole and in parts`() async throws {
        let content = bytes(200_001)
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
        #expect(FileManager.default.createFile(atPath: path, contents: Data(content)))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withServer { s3 in
            try s3.store(.file(path: path), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                let whole = try await connection.send(.GET, "/b/k")
                #expect(Array(whole.body.readableBytesView) == content)
                let tail = try await connection.send(.GET, "/b/k", headers: ["Range": "bytes=-70000"])
                #expect(Array(tail.body.readableBytesView) == Array(content.suffix(70_000)))
                #expect(tail.headers["content-range"] == ["bytes 130001-200000/200001"])
            }
            #expect(s3.records.map(\.bytesSent) == [200_001, 70_000])
            #expect(throws: (any Error).self) { try s3.store(.file(path: path + "x"), bucket: "b", key: "none") }
        }
    }

    @Test func `a file that was cut ends the connection instead of the answer`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
        #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes(100_000))))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withServer { s3 in
            try s3.store(.file(path: path), bucket: "b", key: "k")
            try #require(truncate(path, 70_000) == 0)
            await #expect(throws: (any Error).self) {
                try await TestConnection.open(to: s3.endpoint) { try await $0.send(.GET, "/b/k") }
            }
            #expect(try await s3.settledRecords().map(\.bytesSent) == [65536])
        }
    }

    @Test func `every request waits for the first-byte delay`() async throws {
        try await withServer(.init(firstByteDelay: .milliseconds(60), bytesPerSecond: nil)) { s3 in
            try s3.store(.bytes([1]), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                for uri in ["/b/k", "/b/k", "/b/none"] {
                    let start = ContinuousClock.now
                    _ = try await connection.send(.GET, uri)
                    #expect(start.duration(to: .now) >= .milliseconds(60))
                }
            }
            for record in s3.records {
                let firstByte = try #require(record.firstByte)
                #expect(record.start.duration(to: firstByte) >= .milliseconds(60) && firstByte <= record.end)
            }
        }
    }

    @Test func `each connection has the bandwidth for itself, and no more`() async throws {
        try await withServer(.init(firstByteDelay: .zero, bytesPerSecond: 1_000_000)) { s3 in
            try s3.store(.bytes(bytes(100_000)), bucket: "b", key: "short")
            // A hundred seconds at that rate: the others would wait for it if they shared it.
            try s3.store(.bytes([UInt8](repeating: 7, count: 100_000_000)), bucket: "b", key: "long")
            try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.GET, "/b/long")
                _ = try await connection.readFirstBytes()
                let short = try await TestConnection.open(to: s3.endpoint) { try await $0.send(.GET, "/b/short") }
                #expect(short.body.readableBytes == 100_000)
            }
            let records = try await s3.settledRecords()
            #expect(records.map(\.connection) == [1, 2])
            #expect(records[1].bytesSent == 100_000)
            #expect(records[1].start.duration(to: records[1].end) >= .milliseconds(90))
            #expect(records[0].end > records[1].end)
            #expect(records[0].bytesSent < 100_000_000)
        }
    }

    @Test func `an answer ends when the client hangs up, and what had left is recorded`() async throws {
        try await withServer(.init(firstByteDelay: .zero, bytesPerSecond: 1_000_000)) { s3 in
            // A hundred seconds at that rate: nobody waits for the end.
            try s3.store(.bytes([UInt8](repeating: 7, count: 100_000_000)), bucket: "b", key: "k")
            let first = try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.GET, "/b/k")
                return try await connection.readFirstBytes()
            }
            let record = try #require(try await s3.settledRecords().first)
            #expect(record.isFinished)
            #expect(record.status == 200)
            #expect(record.bytesSent >= first)
            #expect(record.bytesSent < 50_000_000)
            #expect(record.bytesSent % 2000 == 0)
        }
    }

    @Test func `a client that goes away before the first byte costs none`() async throws {
        try await withServer(.init(firstByteDelay: .seconds(3600), bytesPerSecond: nil)) { s3 in
            try s3.store(.bytes([1]), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.GET, "/b/k")
                // Until the request is there, so that it is the answer that is given up.
                while s3.records.isEmpty { await Task.yield() }
                #expect(s3.records[0].isFinished == false)
            }
            #expect(try await s3.settledRecords().map(\.bytesSent) == [0])
        }
    }

    @Test func `a client that does not read holds up no more than the kernel's buffers`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes([UInt8](repeating: 7, count: 100_000_000)), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                try await connection.write(.GET, "/b/k")
                _ = try await connection.readFirstBytes()
                // Another connection is served meanwhile.
                let part = try await TestConnection.open(to: s3.endpoint) { other in
                    try await other.send(.GET, "/b/k", headers: ["Range": "bytes=0-99999"])
                }
                #expect(part.body.readableBytes == 100_000)
            }
            #expect(try await s3.settledRecords()[0].bytesSent < 100_000_000)
        }
    }

    @Test func `a client that asks for it is disconnected after the answer`() async throws {
        try await withServer { s3 in
            try s3.store(.bytes([1, 2]), bucket: "b", key: "k")
            try await TestConnection.open(to: s3.endpoint) { connection in
                let response = try await connection.send(.GET, "/b/k", headers: ["Connection": "close"])
                #expect(Array(response.body.readableBytesView) == [1, 2])
                await #expect(throws: (any Error).self) { try await connection.read() }
            }
        }
    }
}
