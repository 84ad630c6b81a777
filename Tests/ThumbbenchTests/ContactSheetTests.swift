import ArgumentParser
import Foundation
import TestSupport
import Testing
import Thumbnailer

@testable import thumbbench

struct ContactSheetTests {
    /// A folder with a video, one that is none, and what shall be left out.
    private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sheet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["a & b", ".hidden"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        let video = try await Fixtures.url(.mp4IndexLast)
        for name in ["a & b/<clip> #1.mp4", ".hidden/b.mp4", ".c.mp4"] {
            try FileManager.default.copyItem(at: video, to: folder.appending(path: name))
        }
        try Data("no video".utf8).write(to: folder.appending(path: "notes.txt"))
        return try await body(folder.path(percentEncoded: false))
    }

    @Test func `Every file has its tile, in order, and none that is hidden`() async throws {
        try await withFolder { folder in
            let output = "\(folder)/.sheet.html"
            let command = try #require(
                try Thumbbench.parseAsRoot(["sheet", folder, "-o", output, "--width", "64"]) as? SheetCommand)
            let sheet = try await command.makeSheet()
            #expect(sheet.tiles.map(\.name) == ["a & b/<clip> #1.mp4", "notes.txt"])
            #expect(sheet.summary == "1 thumbnail, 1 failure")
            guard case .thumbnail(let thumbnail) = sheet.tiles[0].outcome,
                case .failure(let error) = sheet.tiles[1].outcome
            else { throw TestSupportError("wrong outcomes: \(sheet.tiles)") }
            #expect(thumbnail.width == 64)
            #expect(error.code == .notVideo)
            #expect(sheet.tiles[0].size == Int64(try await Fixtures.bytes(.mp4IndexLast).count))
        }
    }

    @Test func `The page is well-formed, holds the picture itself and leads to the file`() async throws {
        try await withFolder { folder in
            let output = "\(folder)/.sheet.html"
            let command = try #require(try Thumbbench.parseAsRoot(["sheet", folder, "-o", output]) as? SheetCommand)
            try await command.run()
            let page = try String(contentsOfFile: output, encoding: .utf8)
            #expect(page.contains("<figcaption>a &amp; b/&lt;clip&gt; #1.mp4\n"))
            #expect(page.contains("a%20&amp;%20b/%3Cclip%3E%20%231.mp4\""))
            #expect(page.contains("<strong>notVideo</strong>"))
            let picture = try #require(page.firstMatch(of: /src="data:image\/jpeg;base64,([^"]+)"/)?.1)
            let jpeg = try #require(Data(base64Encoded: String(picture)))
            #expect(try await DecodedJPEG(Array(jpeg)).width == 480)
            for element in ["figure", "a", "figcaption", "small", "main", "html"] {
                let opened = page.matches(of: try Regex("<\(element)[ >]")).count
                #expect(opened == page.matches(of: try Regex("</\(element)>")).count, "\(element)")
            }
        }
    }

    @Test func `A folder that is not there, or empty, is an error`() async throws {
        let command = try #require(
            try Thumbbench.parseAsRoot(["sheet", "/nonexistent", "-o", "/dev/null"]) as? SheetCommand)
        await #expect(throws: BenchError.self) { try await command.makeSheet() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "sheet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let empty = try #require(
            try Thumbbench.parseAsRoot(["sheet", folder.path(percentEncoded: false), "-o", "/dev/null"])
                as? SheetCommand)
        await #expect(throws: BenchError.self) { try await empty.makeSheet() }
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (644_000_000, "644 MB"), (2_000_000_000_000, "2.0 TB"),
    ])
    func `Bytes have up to three digits`(count: Int64, text: String) {
        #expect(HTML.bytes(count) == text)
    }

    @Test(arguments: [
        (0.0, "0.00 s"), (7.256, "7.26 s"), (-0.033, "-0.03 s"), (60, "1:00"), (67.9, "1:07"), (3_727, "1:02:07"),
    ])
    func `Times are read as on a player`(seconds: Double, text: String) {
        #expect(ContactSheet.Tile.time(seconds) == text)
    }
}
