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
    }

    package var code: Code
    package var message: String
    package var isTransient: Bool { false }

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(code: .missingField, message: "\(path(context.codingPath + [key])) is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            let code = context.codingPath.isEmpty ? Code.unknownEvent : .missingField
            self.init(code: code, message: "\(path(context.codingPath)): \(context.debugDescription)")
        case .dataCorrupted(let context):
            self.init(code: .invalidJSON, message: context.debugDescription)
        @unknown default:
            self.init(code: .invalidJSON, message: "\(error)")
        }
    }
}

/// `Records[0].s3.object.key`
private func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
        if let index = key.intValue { return path + "[\(index)]" }
        return path.isEmpty ? key.stringValue : path + "." + key.stringValue
    }
}
