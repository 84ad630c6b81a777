/// Why an event cannot be read. None goes away by trying again.
package struct EventError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// Not JSON, or not UTF-8.
        case invalidJSON
        /// JSON, but of no kind that is known here, or of a version that is not.
        case unknownEvent
        /// A field that must be there is missing or of another type; the message has its path.
        case missingField
        /// The object's key is not form-encoded UTF-8.
        case invalidKey
        /// A URL's query is not form-encoded UTF-8.
        case invalidQuery
    }

    package var code: Code
    package var message: String
    package var isTransient: Bool { false }

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }
}
