import FoundationEssentials

/// A file of a folder that is looked through.
struct FolderContents: Sendable, Equatable {
    /// Relative to the folder.
    var name: String
    /// As the user wrote the folder, with the name behind it.
    var path: String

    /// The regular files below `folder`, by name; without those of which a part of the name begins with a dot.
    ///
    /// Links to folders are not followed.
    static func files(in folder: String) throws(BenchError) -> [FolderContents] {
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        } catch {
            throw BenchError("\(folder) cannot be looked through: \(error.reason)")
        }
        let base = folder.hasSuffix("/") ? folder : "\(folder)/"
        return names.sorted().compactMap { name in
            if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { return nil }
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: base + name, isDirectory: &isDirectory), !isDirectory
            else { return nil }
            return FolderContents(name: name, path: base + name)
        }
    }
}
