import FoundationEssentials

extension SharedProfile {
    /// Reads the files and picks the profile that the environment names; the only place that looks at AWS's shared files.
    ///
    /// `AWS_PROFILE` (or `AWS_DEFAULT_PROFILE`), `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`, and `HOME` for the
    /// files' usual places. A file that cannot be read counts as missing. Throws `invalidConfiguration`.
    package init(environment: Environment) throws(S3Error) {
        try self.init(
            name: environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"],
            config: Self.contents(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", environment),
            credentials: Self.contents(
                environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment))
    }

    private static func contents(_ path: String, _ environment: Environment) -> String? {
        let path = path.hasPrefix("~/") ? (environment["HOME"] ?? "") + path.dropFirst() : path
        return try? String(contentsOfFile: path, encoding: .utf8)
    }
}
