import FoundationEssentials

/// The executable of a Lambda function.
struct FunctionBinary: Sendable {
    /// Absolute.
    let path: String

    var directory: String { URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false) }

    /// Of the file; nil when it is gone.
    var bytes: Int64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? any BinaryInteger).map { Int64($0) }
    }

    /// - Parameter path: Where it is; beside the running thumbbench, under the name that the build gives it, if nil.
    init(_ path: String?) throws(BenchError) {
        let url =
            path.map { URL(filePath: $0) }
            ?? Self.runningExecutable.deletingLastPathComponent().appending(path: "ThumbnailFunction")
        self.path = url.absoluteURL.path(percentEncoded: false)
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: self.path, isDirectory: &isDirectory), !isDirectory else {
            throw BenchError(
                """
                there is no function at \(self.path). Build it with `swift build -c release --product \
                ThumbnailFunction`, or say with --function where it is.
                """)
        }
        guard FileManager.default.isExecutableFile(atPath: self.path) else {
            throw BenchError("\(self.path) is not an executable file.")
        }
    }

    private static var runningExecutable: URL {
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: path ?? CommandLine.arguments[0])
    }
}
