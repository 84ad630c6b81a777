import FoundationEssentials

/// An event as a function gets it, unwrapped. What an answer must look like depends on the case.
package enum LambdaEvent: Sendable, Equatable {
    /// Objects of which S3 told directly, through SNS or EventBridge, or somebody by hand; in their order. Any answer will do,
    /// and an error makes Lambda repeat the event. Removals are among them: see ``S3EventRecord/isCreation``.
    case objects([S3EventRecord])
    /// What S3 sends once when a notification is configured.
    case s3Test
    /// Messages of an SQS queue, to be answered with a ``QueueAnswer``.
    case messages([QueueMessage])
    /// A part of a job of S3 Batch Operations, to be answered with an ``S3BatchAnswer``.
    case batch(S3BatchInvocation)

    /// Reads an event. Unknown fields are ignored, because event versions grow in their minor number.
    package static func decode(_ event: some Sequence<UInt8>) throws(EventError) -> LambdaEvent {
        try decode(Data(event), depth: 0)
    }

    /// S3 in SNS in SQS is as deep as it gets.
    private static let maximumDepth = 2

    private static func decode(_ event: Data, depth: Int) throws(EventError) -> LambdaEvent {
        let envelope: Envelope
        do {
            envelope = try JSONDecoder().decode(Envelope.self, from: event)
        } catch let error as DecodingError {
            throw EventError(error)
        } catch {
            throw EventError(code: .invalidJSON, message: "\(error)")
        }
        switch envelope {
        case .s3Test: return .s3Test
        case .eventBridge(let event): return .objects([try S3EventRecord(event)])
        case .byHand(let object): return .objects([try S3EventRecord(object)])
        case .sns(let message): return .objects(try objects(in: message, depth: depth))
        case .batch(let job): return .batch(try S3BatchInvocation(job))
        case .records(let records): return try decode(records, depth: depth)
        case .unknown:
            throw EventError(
                code: .unknownEvent, message: "the event is not of S3: it has no Records, detail-type, tasks or key")
        }
    }

    /// Reads a list whose records are all of one service.
    private static func decode(_ records: [Record], depth: Int) throws(EventError) -> LambdaEvent {
        var objects: [S3EventRecord] = []
        var messages: [QueueMessage] = []
        for record in records {
            switch record {
            case .s3(let notification):
                objects.append(try S3EventRecord(notification))
            case .sns(let message):
                objects += try Self.objects(in: message, depth: depth)
            case .sqs(let message):
                messages.append(
                    QueueMessage(
                        id: message.messageId, isOrdered: message.eventSourceARN?.hasSuffix(".fifo") ?? false,
                        objects: Result { () throws(EventError) in try Self.objects(in: message.body, depth: depth) }))
            }
        }
        guard messages.isEmpty || objects.isEmpty else {
            throw EventError(code: .unknownEvent, message: "the event mixes records of SQS with others")
        }
        return messages.isEmpty ? .objects(objects) : .messages(messages)
    }

    /// The objects of an event that is the text of a message.
    private static func objects(in message: String, depth: Int) throws(EventError) -> [S3EventRecord] {
        guard depth < maximumDepth else {
            throw EventError(code: .unknownEvent, message: "a message in a message in a message")
        }
        switch try decode(Data(message.utf8), depth: depth + 1) {
        case .objects(let objects): return objects
        case .s3Test: return []
        case .messages, .batch:
            throw EventError(code: .unknownEvent, message: "a message holds an event that is no message's")
        }
    }
}

/// What tells the kinds of events apart.
private enum Envelope: Decodable {
    case s3Test
    case records([Record])
    case eventBridge(EventBridgeEvent)
    /// An SNS notification as the body of an SQS message.
    case sns(String)
    case batch(S3BatchInvocation.Wire)
    case byHand(ObjectByHand)
    case unknown

    private enum Key: String, CodingKey {
        case event = "Event"
        case records = "Records"
        case detailType = "detail-type"
        case snsType = "Type"
        case snsMessage = "Message"
        case schema = "invocationSchemaVersion"
        case key
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // A null is as good as nothing.
        func has(_ key: Key) throws -> Bool { try container.contains(key) && !container.decodeNil(forKey: key) }
        if try has(.event), try container.decode(String.self, forKey: .event) == "s3:TestEvent" {
            self = .s3Test
        } else if try has(.records) {
            self = .records(try container.decode([Record].self, forKey: .records))
        } else if try has(.detailType) {
            self = .eventBridge(try EventBridgeEvent(from: decoder))
        } else if try has(.snsType), try container.decode(String.self, forKey: .snsType) == "Notification" {
            self = .sns(try container.decode(String.self, forKey: .snsMessage))
        } else if try has(.schema) {
            self = .batch(try S3BatchInvocation.Wire(from: decoder))
        } else if try has(.key) {
            self = .byHand(try ObjectByHand(from: decoder))
        } else {
            self = .unknown
        }
    }
}

/// An entry of `Records`, which S3, SNS and SQS share.
private enum Record: Decodable {
    case s3(S3Notification)
    case sns(String)
    case sqs(QueueMessage.Wire)

    private enum Key: String, CodingKey {
        case eventSource
        /// SNS alone begins its fields with capital letters.
        case snsEventSource = "EventSource"
        case sns = "Sns"
    }

    private struct Notification: Decodable {
        let Message: String
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if try container.decodeIfPresent(String.self, forKey: .snsEventSource) == "aws:sns" {
            self = .sns(try container.decode(Notification.self, forKey: .sns).Message)
        } else if try container.decodeIfPresent(String.self, forKey: .eventSource) == "aws:sqs" {
            self = .sqs(try QueueMessage.Wire(from: decoder))
        } else {
            self = .s3(try S3Notification(from: decoder))
        }
    }
}
