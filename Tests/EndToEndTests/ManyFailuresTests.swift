import Foundation
import Loopback
import TestSupport
import Testing

@testable import thumbbench

/// The function's own processes against an S3 of which a fifth of all requests fails, in every way that a second try gets
/// over.
@Suite("A thousand thumbnails from a failing S3", .timeLimit(.minutes(15)))
struct ManyFailuresTests {
    private static let videos = 100
    private static let rounds = 10
    private static let processes = 4

    /// Those that cost seconds each, as nothing else tells them from a slow server, are rare here as everywhere.
    private static let faults = LoopbackS3.Fault.transient.map { fault in
        switch fault {
        case .hang, .stall: (fault, 0.05)
        default: (fault, 1.0)
        }
    }

    /// What a process holds.
    private struct Holdings {
        var residentBytes: Int64
        var sockets: Int

        init(of process: Int32) throws {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let resident = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            residentBytes = try #require(resident?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }) * 1024
            let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
            sockets = descriptors.count {
                // One that is closed meanwhile is none.
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
                return target?.hasPrefix("socket:") == true
            }
        }
    }

    @Test("All are right, none is made twice, and nothing is left in memory or open")
    func manyFailures() async throws {
        let video = try await Fixtures.url(.mp4Noise).path(percentEncoded: false)
        let s3 = try await LoopbackS3.start()
        let api = try await LoopbackRuntimeAPI.start()
        let keys = (0..<Self.videos).map { "videos/\($0).mp4" }
        for key in keys { try s3.store(.file(path: video), bucket: "source", key: key) }
        s3.createBucket("thumbnails")
        s3.inject(FaultPlan(mix: FaultMix(share: 0.2, of: Self.faults, seed: 20, longestRun: 4)))
        try await withCleanup {
            try await withFunctions(s3: s3, api: api) { processes in
                var holdings: [Holdings] = []
                for round in 0..<Self.rounds {
                    try await makeThumbnails(of: keys, s3: s3, api: api)
                    // The first round fills pools and caches.
                    if round == 0 { holdings = try processes.map { try Holdings(of: $0) } }
                }
                for (process, before) in zip(processes, holdings) {
                    let after = try Holdings(of: process)
                    #expect(after.residentBytes < before.residentBytes + 12 << 20)
                    #expect(after.sockets <= before.sockets + 4)
                }
            }
            try await checkThumbnails(in: s3)
        } cleanup: {
            try? await api.shutdown()
            try? await s3.shutdown()
        }
    }

    /// Runs `body` with processes of the function that wait for events.
    private func withFunctions(
        s3: LoopbackS3, api: LoopbackRuntimeAPI, _ body: @escaping @Sendable ([Int32]) async throws -> Void
    ) async throws {
        let function = try BuiltProducts.executable("ThumbnailFunction")
        let environment = LambdaEnvironment(
            tier: MemoryTier(megabytes: 512), runtimeAPI: api.address, s3Endpoint: s3.endpoint, taskRoot: "/",
            settings: ["AWS_MAX_ATTEMPTS": "6", "THUMBNAIL_BUCKET": "thumbnails", "THUMBNAIL_PREFIX": ""]
        ).variables
        func start(_ processes: [Int32]) async throws {
            guard processes.count < Self.processes else { return try await body(processes) }
            try await FunctionProcess.run(function, environment: environment, log: FunctionLog()) { process in
                _ = try await process.exec()
                try await start(processes + [process.identifier])
            }
        }
        try await start([])
    }

    private func makeThumbnails(of keys: [String], s3: LoopbackS3, api: LoopbackRuntimeAPI) async throws {
        try await withThrowingTaskGroup(of: Void.self) { events in
            for key in keys {
                events.addTask {
                    let event = try S3Event(bucket: "source", key: key, size: nil).json
                    let invocation = try await api.invoke(event, deadline: .now + 120)
                    switch invocation.outcome {
                    case .response(let bytes):
                        #expect(try FunctionAnswer(bytes).thumbnails?.map(\.result) == ["created"])
                    case .error(let type, let body):
                        Issue.record("\(key): \(type ?? "") \(String(decoding: body, as: UTF8.self))")
                    }
                }
            }
            try await events.waitForAll()
        }
    }

    private func checkThumbnails(in s3: LoopbackS3) async throws {
        let names = s3.keys(bucket: "thumbnails")
        #expect(names.count == Self.videos)
        let pictures = Set(
            names.compactMap { name -> [UInt8]? in
                guard case .bytes(let bytes) = s3.object(bucket: "thumbnails", key: name)?.content else { return nil }
                return bytes
            })
        #expect(pictures.count == 1)
        let picture = try await DecodedJPEG(try #require(pictures.first))
        #expect(picture.width == 480)

        let made = Self.videos * Self.rounds
        let puts = s3.records.filter { $0.method == "PUT" }
        // S3 may have carried out a request whose answer was lost on the way; the next one is refused then, as the thumbnail
        // is not what it was to replace any more, and found to be the function's own.
        let carriedOut = puts.count { $0.status == 200 || $0.fault == .lostAnswer }
        #expect(carriedOut >= made)
        #expect(carriedOut <= made + puts.count { $0.fault != nil })
        let faults = s3.records.compactMap(\.fault)
        #expect(faults.count > s3.records.count / 8)
        #expect(Set(faults).isSuperset(of: LoopbackS3.Fault.transient))
    }
}
