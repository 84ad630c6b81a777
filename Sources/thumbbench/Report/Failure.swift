import Thumbnailer

/// Why a command failed: for people on standard error, and with `--json` on standard output.
struct Failure: Error, Encodable {
    /// Fixed, bounded name.
    var code: String
    var message: String
    /// Whether the same command may succeed later.
    var transient: Bool

    init(code: String, message: String, transient: Bool) {
        self.code = code
        self.message = message
        self.transient = transient
    }

    init(_ error: ThumbnailError) {
        self.init(code: error.code.name, message: error.message, transient: error.isTransient)
    }
}

/// The JSON object of a failed command.
struct FailureReport: Encodable {
    var error: Failure
}
