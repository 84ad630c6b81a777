import FoundationEssentials

/// A file that the user named for results.
enum OutputFile {
    /// Replaces it as a whole.
    static func write(_ data: Data, to path: String) throws(BenchError) {
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw BenchError("cannot write \(path): \(error.reason)")
        }
    }
}
