/// One message of an SQS event.
package struct QueueMessage: Sendable, Equatable {
    /// By which a ``QueueAnswer`` names it.
    package var id: String
    /// Whether it comes from a FIFO queue: once a message failed, none after it may be worked on.
    package var isOrdered: Bool
    /// What its body tells of, or why that cannot be read, which is no reason to fail its neighbours.
    package var objects: Result<[S3EventRecord], EventError>

    package init(id: String, isOrdered: Bool = false, objects: Result<[S3EventRecord], EventError>) {
        self.id = id
        self.isOrdered = isOrdered
        self.objects = objects
    }

    /// As it is written in the event.
    struct Wire: Decodable {
        let messageId: String
        let body: String
        let eventSourceARN: String?
    }
}

/// The answer to messages of SQS: those that failed stay in the queue, and after the queue's `maxReceiveCount` go to its
/// dead-letter queue. Needs `ReportBatchItemFailures` on the event source mapping; without it all count as done.
package struct QueueAnswer: Encodable, Sendable, Equatable {
    struct Failure: Encodable, Equatable {
        let itemIdentifier: String
    }

    private let batchItemFailures: [Failure]

    /// - Parameter failures: Identifiers of messages.
    package init(failures: [String]) {
        batchItemFailures = failures.map(Failure.init)
    }
}
