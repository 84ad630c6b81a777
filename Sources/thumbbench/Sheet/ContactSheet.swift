import FoundationEssentials
import RangeReader
import Thumbnailer

/// The thumbnails of many files, or why there are none.
struct ContactSheet: Sendable {
    /// One file.
    struct Tile: Sendable {
        enum Outcome: Sendable {
            case thumbnail(Thumbnail)
            case failure(ThumbnailError)
        }

        /// Relative to the folder.
        var name: String
        var path: String
        var outcome: Outcome
        /// Of the file, in bytes; nil when it could not be read.
        var size: Int64?
        var bytesRead: Int64
        var requests: Int

        init(_ file: FolderContents, _ result: Thumbnailer.Result) {
            name = file.name
            path = file.path
            size = result.objectSize
            bytesRead = result.trace.bytesReceived
            requests = result.trace.requests.count
            switch result.thumbnail {
            case .success(let thumbnail): outcome = .thumbnail(thumbnail)
            case .failure(let error): outcome = .failure(error)
            }
        }
    }

    /// Of the page.
    var title: String
    var tiles: [Tile]

    /// How many of each.
    var summary: String {
        let failures = tiles.count {
            if case .failure = $0.outcome { return true } else { return false }
        }
        return "\(Self.count(tiles.count - failures, "thumbnail")), \(Self.count(failures, "failure"))"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
