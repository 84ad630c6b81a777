extension EventError {
    /// Says where in the event it happened.
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
