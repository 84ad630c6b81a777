import Foundation
import RangeReader
import S3
import TestSupport
import Testing

@Suite("Files")
struct FileSourceTests {
    private var object: FakeObject { .of3MB }

    /// Runs `body` with the path of a file that holds `bytes`.
    private func withFile(_ bytes: [UInt8], _ body: (String) async throws -> Void) async throws {
        let directory = try TestEnvironment.temporaryDirectory(for: "file-source")
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "video 여름.mp4")
        try Data(bytes).write(to: file)
        try await body(file.path(percentEncoded: false))
    }

    private func failure(path: String, range: Range<Int64> = 0..<10) async -> SourceError? {
        await #expect(throws: SourceError.self) {
            _ = try await FileSource(path: path).fetch(.bytes(range), ifMatch: nil, deadline: .patient)
        }
    }

    @Test("A file is read like an object, also if a wrong size was expected", arguments: [nil, 3_000_000, 9_000_000])
    func read(expectedSize: Int64?) async throws {
        try await withFile(object.bytes) { path in
            try await RangeReader.withReader(
                of: FileSource(path: path), expectedSize: expectedSize, deadline: .patient
            ) { [object] reader in
                for range in [2_500_000..<4_000_000, 0..<200_000] as [Range<Int64>] {
                    let bytes = try reader.bytes(range)
                    #expect(bytes == object[range.clamped(to: 0..<3_000_000)])
                }
                #expect(try reader.objectSize() == 3_000_000)
                #expect(reader.eTag == nil)
            }
        }
    }

    @Test("An empty file is an empty object, and no file has bytes after its end")
    func ends() async throws {
        try await withFile([]) { path in
            #expect(await failure(path: path)?.code == .emptyObject)
        }
        try await withFile([1, 2, 3]) { path in
            #expect(await failure(path: path, range: 3..<5)?.code == .s3(.rangeNotSatisfiable))
        }
    }

    @Test("What is missing or no file is named", arguments: ["/nowhere/video.mp4", "/", ""])
    func noFile(path: String) async throws {
        let error = await failure(path: path)
        #expect(error?.code == .noSuchFile)
        #expect(error?.isTransient == false)
        #expect(error?.message.hasPrefix(path) == true)
    }
}
