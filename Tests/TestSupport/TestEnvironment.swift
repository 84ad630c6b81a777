package import Foundation

/// Environments for child processes in which no setting of the developer's own account or functions is left.
package enum TestEnvironment {
    /// This process's environment without AWS's and the function's variables, and `variables` on top.
    package static func isolated(_ variables: [String: String] = [:]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("AWS_") && !name.hasPrefix("THUMBNAIL_")
        }
        environment["AWS_CONFIG_FILE"] = "/dev/null"
        environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
        environment["AWS_EC2_METADATA_DISABLED"] = "true"
        environment.merge(variables) { _, new in new }
        return environment
    }

    /// A new, empty directory, named after its use. The caller removes it.
    package static func temporaryDirectory(for use: String) throws -> URL {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "video-thumbnail-\(use)-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }
}
