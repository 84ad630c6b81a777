package import Foundation

/// Where this build put its executables, and where `docker/setup.sh` put the servers.
package enum BuiltProducts {
    /// The build directory. `swift test` on Linux runs the test bundle, an executable that lies in it.
    package static let directory = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    package static let packageDirectory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of an executable product of this package.
    package static func executable(_ name: String) throws -> String {
        try existing(directory.appending(path: name), otherwise: "build it with `swift build --build-tests`")
    }

    /// The path of a server that only the tests need.
    package static func testServer(_ name: String) throws -> String {
        try existing(
            packageDirectory.appending(path: ".venv/bin/\(name)"), otherwise: "install it with `bash docker/setup.sh`")
    }

    private static func existing(_ file: URL, otherwise advice: String) throws -> String {
        let path = file.path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw TestSupportError("\(path) is missing: \(advice)")
        }
        return path
    }
}
