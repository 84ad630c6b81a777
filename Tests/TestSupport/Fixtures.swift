package import Foundation

/// Makes each ``Fixture`` once and keeps it beside the build, also across runs and for test processes side by side.
package actor Fixtures {
    private static let shared = Fixtures()
    private var made: [Fixture: Task<URL, any Error>] = [:]

    package static func url(_ fixture: Fixture) async throws -> URL {
        try await shared.make(fixture)
    }

    package static func path(_ fixture: Fixture) async throws -> String {
        try await url(fixture).path(percentEncoded: false)
    }

    package static func bytes(_ fixture: Fixture) async throws -> [UInt8] {
        Array(try Data(contentsOf: await url(fixture)))
    }

    private func make(_ fixture: Fixture) async throws -> URL {
        let task = made[fixture] ?? Task { try await Self.make(fixture) }
        made[fixture] = task
        return try await task.value
    }

    private static func make(_ fixture: Fixture) async throws -> URL {
        let directory = BuiltProducts.directory.appending(path: "test-fixtures", directoryHint: .isDirectory)
        let file = directory.appending(path: "\(fingerprint(of: fixture))-\(fixture.rawValue)")
        if FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) { return file }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)

        // Under another name until it is whole: a killed or a parallel test run never leaves half a file to the next.
        // The ending stays, since ffmpeg chooses the container by it.
        let unfinished = directory.appending(path: "\(UUID().uuidString)-\(fixture.rawValue)")
        defer { try? FileManager.default.removeItem(at: unfinished) }
        switch fixture.recipe {
        case .ffmpeg(let arguments):
            try await ffmpeg(arguments, to: unfinished)
        case .remux(let source, let inputOptions, let arguments):
            try await ffmpeg(inputOptions + ["-i", try await path(source)] + arguments, to: unfinished)
        case .edit(let source, _, let edit):
            try Data(edit(try await bytes(source))).write(to: unfinished)
        case .bytes(let bytes):
            try Data(bytes).write(to: unfinished)
        }
        guard rename(unfinished.path(percentEncoded: false), file.path(percentEncoded: false)) == 0 else {
            throw TestSupportError("cannot rename \(unfinished) to \(file)")
        }
        return file
    }

    /// The same bytes every time on one version of ffmpeg: no dates, no version strings, no thread-dependent decisions.
    private static func ffmpeg(_ arguments: [String], to file: URL) async throws {
        let deterministic = ["-bitexact", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-threads", "1"]
        try await Command.tool(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-y"] + arguments + deterministic + [file.path(percentEncoded: false)])
    }

    /// Changes with the recipe, so that a new recipe never meets an old file. (FNV-1a: Hasher differs in each process.)
    private static func fingerprint(of fixture: Fixture) -> String {
        let text =
            switch fixture.recipe {
            case .ffmpeg(let arguments): "\(arguments)"
            case .remux(let source, let inputOptions, let arguments):
                "\(fingerprint(of: source)) \(inputOptions) \(arguments)"
            case .edit(let source, let revision, _): "\(fingerprint(of: source)) \(revision)"
            case .bytes(let bytes): "\(bytes)"
            }
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }
}
