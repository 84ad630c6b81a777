import ArgumentParser
import FoundationEssentials
import NIOCore
import RangeReader
import Thumbnailer

/// `thumbbench sheet`: the thumbnails of all files of a folder on one page.
struct SheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Make a contact sheet of a folder: one HTML page with the thumbnail or the error of each file.",
        discussion: """
            Example:
              thumbbench sheet videos -o sheet.html --at 50%

            The page holds everything, so it can be sent to somebody. Folders within the folder are looked through, too; \
            names that begin with a dot are left out. The exit status is 0 if the page was written, however many files \
            turned out to be no video.
            """)

    @Argument(help: ArgumentHelp("The folder with the videos.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(name: [.short, .long], help: ArgumentHelp("The page to write.", valueName: "sheet.html"))
    var output: String

    @OptionGroup var thumbnail: ThumbnailArguments

    @Option(
        help: ArgumentHelp(
            "How many files at the same time. (default: as many as this machine has CPUs)", valueName: "count"))
    var jobs: Int?

    @Option(help: ArgumentHelp("For one thumbnail.", valueName: "seconds"))
    var timeout = 30.0

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256.") }
        guard timeout > 0, timeout <= 3_600 else { throw ValidationError("--timeout must be in 0 to 3600 seconds.") }
    }

    func run() async throws {
        try await Interruption.cancelling {
            let sheet = try await makeSheet()
            do {
                try Data(sheet.html.utf8).write(to: URL(filePath: output), options: .atomic)
            } catch {
                throw BenchError("\(output) cannot be written: \(error.reason)")
            }
            print("\(output): \(sheet.summary)")
        }
    }

    func makeSheet() async throws -> ContactSheet {
        let files = try FolderContents.files(in: folder)
        guard !files.isEmpty else { throw BenchError("there is no file in \(folder).") }
        let thumbnailer = Thumbnailer(options: thumbnail.options)
        let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let timeout = TimeAmount.nanoseconds(Int64(timeout * 1e9))
        let progress = ProgressBar("sheet")
        defer { progress.finish() }

        var tiles: [ContactSheet.Tile?] = Array(repeating: nil, count: files.count)
        try await withThrowingTaskGroup(of: (Int, ContactSheet.Tile).self) { group in
            var done = 0
            for (number, file) in files.enumerated() {
                if number >= jobs, let (finished, tile) = try await group.next() {
                    tiles[finished] = tile
                    done += 1
                    progress.update(Double(done) / Double(files.count), detail: file.name)
                }
                try Task.checkCancellation()
                group.addTask {
                    let result = await thumbnailer.thumbnail(
                        of: FileSource(path: file.path), deadline: .now() + timeout)
                    return (number, ContactSheet.Tile(file, result))
                }
            }
            for try await (finished, tile) in group { tiles[finished] = tile }
        }
        return ContactSheet(title: URL(filePath: folder).lastPathComponent, tiles: tiles.compactMap(\.self))
    }
}
