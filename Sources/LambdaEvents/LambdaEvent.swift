import FoundationEssentials

/// An event as a function gets it, unwrapped.
package enum LambdaEvent: Sendable, Equatable {
    /// Of an S3 event notification, in its order. Removals are among them: see ``S3EventRecord/isCreation``.
    case s3([S3EventRecord])
    /// What S3 sends once when a notification is configured.
    case s3Test

    /// Reads an event. Unknown fields are ignored, because event versions grow in their minor number.
    package static func decode(_ event: some Sequence<UInt8>) throws(EventError) -> LambdaEvent {
        let envelope: Envelope
        do {
            envelope = try JSONDecoder().decode(Envelope.self, from: Data(event))
        } catch let error as DecodingError {
            throw EventError(error)
        } catch {
            throw EventError(code: .invalidJSON, message: "\(error)")
        }
        if envelope.Event == "s3:TestEvent" { return .s3Test }
        guard let records = envelope.Records else {
            throw EventError(code: .unknownEvent, message: "the event is not of S3: it has no Records")
        }
        var decoded: [S3EventRecord] = []
        for record in records { decoded.append(try S3EventRecord(record)) }
        return .s3(decoded)
    }
}

/// The fields that tell the kinds of events apart.
private struct Envelope: Decodable {
    let Event: String?
    let Records: [S3Notification]?
}

extension EventError {
    fileprivate init(_ error: DecodingError) {
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
