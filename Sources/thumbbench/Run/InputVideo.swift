import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A video file to make thumbnails of.
struct InputVideo: Sendable {
    static let bucket = "thumbbench"

    /// As the user wrote it.
    let path: String
    /// Of the file, without its folder.
    let name: String
    let bytes: Int64
    /// Where it is stored. The number keeps files of one name apart.
    let key: String

    init(path: String, number: Int) throws(BenchError) {
        let url = URL(filePath: path)
        // Not FileManager's attributes: they are those of a symbolic link itself.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path, R_OK) == 0 else {
            throw BenchError("\(path) is not a file that can be read.")
        }
        self.path = path
        bytes = Int64(status.st_size)
        name = url.lastPathComponent
        key = "videos/\(number)/\(name)"
    }
}
