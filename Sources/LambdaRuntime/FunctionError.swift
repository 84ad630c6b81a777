/// What a handler throws to give its invocation a designed error.
package struct FunctionError: Error, Sendable, Equatable {
    /// Fixed and bounded, because logs and alarms group by it: `Thumbnail.NoSuchKey`. Visible ASCII.
    package var errorType: String
    /// For people.
    package var message: String

    package init(errorType: String, message: String) {
        self.errorType = errorType
        self.message = message
    }

    /// The error to report for whatever was thrown.
    init(reporting error: any Error) {
        let unhandled = FunctionError(errorType: "Runtime.UnhandledError", message: String(describing: error))
        self = error as? FunctionError ?? unhandled
    }
}
