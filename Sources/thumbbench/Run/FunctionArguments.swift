import ArgumentParser

/// Which function is to run, and with what.
struct FunctionArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The function's timeout.", valueName: "seconds"))
    var timeout = 600.0

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("A variable for the function's environment.", valueName: "name=value"))
    var environment: [String] = []

    @Option(
        name: .customLong("function"),
        help: ArgumentHelp("The function; default: ThumbnailFunction beside thumbbench.", valueName: "path"),
        completion: .file())
    var path: String?

    func validate() throws {
        guard timeout > 0, timeout <= 900 else { throw ValidationError("--timeout must be in 0 to 900 seconds.") }
        guard environment.allSatisfy({ ($0.firstIndex(of: "=") ?? $0.startIndex) > $0.startIndex }) else {
            throw ValidationError("--env takes NAME=VALUE.")
        }
    }

    /// The variables by name; of two with one name, the last.
    var settings: [String: String] {
        let pairs = environment.map { setting in
            let name = setting.prefix { $0 != "=" }
            return (String(name), String(setting.dropFirst(name.count + 1)))
        }
        return Dictionary(pairs) { _, last in last }
    }

    /// The videos that were named, or the sample.
    static func videos(_ paths: [String]) async throws -> [InputVideo] {
        try (paths.isEmpty ? [await SampleVideo.cached().path] : paths).enumerated().map {
            try InputVideo(path: $1, number: $0 + 1)
        }
    }

    /// Says so when the host does not enforce anything.
    static func warn(_ enforcement: TierEnforcement) {
        guard case .none(let reasons) = enforcement else { return }
        Console.note(
            "warning: nothing holds the function to its memory and its CPU share on this host "
                + "(\(reasons.joined(separator: "; "))). The figures are those of an unlimited process. "
                + "`thumbbench doctor` says what to do.")
    }
}
