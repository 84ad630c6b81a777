/// What S3 Batch Operations asks for at once: a few of a job's objects, usually one.
package struct S3BatchInvocation: Sendable, Equatable {
    package struct Task: Sendable, Equatable {
        package var id: String
        /// The object, or why the task does not name one.
        package var object: Result<S3EventRecord, EventError>

        package init(id: String, object: Result<S3EventRecord, EventError>) {
            self.id = id
            self.object = object
        }
    }

    /// 1.0 or 2.0.
    package var schemaVersion: String
    package var id: String
    package var tasks: [Task]

    package init(schemaVersion: String, id: String, tasks: [Task]) {
        self.schemaVersion = schemaVersion
        self.id = id
        self.tasks = tasks
    }

    init(_ wire: Wire) throws(EventError) {
        guard ["1.0", "2.0"].contains(wire.invocationSchemaVersion) else {
            throw EventError(
                code: .unknownEvent,
                message: "invocationSchemaVersion \(wire.invocationSchemaVersion) is not 1.0 or 2.0")
        }
        self.init(
            schemaVersion: wire.invocationSchemaVersion, id: wire.invocationId,
            tasks: wire.tasks.map { task in
                Task(id: task.taskId, object: Result { () throws(EventError) in try S3EventRecord(task) })
            })
    }

    /// As it is written in the event.
    struct Wire: Decodable {
        struct Task: Decodable {
            let taskId: String
            /// Encoded as a form, like the manifest that it comes from.
            let s3Key: String
            let s3VersionId: String?
            /// Version 1.0.
            let s3BucketArn: String?
            /// Version 2.0.
            let s3Bucket: String?
        }

        let invocationSchemaVersion: String
        let invocationId: String
        let tasks: [Task]
    }
}

extension S3EventRecord {
    fileprivate init(_ task: S3BatchInvocation.Wire.Task) throws(EventError) {
        let prefix = "arn:aws"
        // arn:aws:s3:::bucket, with aws-cn and others in the partition's place.
        let bucket =
            task.s3Bucket
            ?? task.s3BucketArn.flatMap { arn in
                arn.hasPrefix(prefix) ? arn.split(separator: ":", omittingEmptySubsequences: false).last : nil
            }.map(String.init)
        guard let bucket, !bucket.isEmpty else {
            throw EventError(code: .missingField, message: "a task names no bucket")
        }
        guard let key = formDecoded(task.s3Key) else {
            throw EventError(code: .invalidKey, message: "the key is not form-encoded UTF-8: \(task.s3Key)")
        }
        let version = task.s3VersionId.flatMap { $0.isEmpty ? nil : $0 }
        self.init(bucket: bucket, key: key, rawKey: task.s3Key, versionID: version)
    }
}

/// The answer to S3 Batch Operations: what became of each task.
package struct S3BatchAnswer: Encodable, Sendable, Equatable {
    package enum ResultCode: String, Encodable, Sendable {
        case succeeded = "Succeeded"
        /// Is tried again before the job ends.
        case temporaryFailure = "TemporaryFailure"
        case permanentFailure = "PermanentFailure"
    }

    package struct Result: Encodable, Sendable, Equatable {
        private let taskId: String
        private let resultCode: ResultCode
        private let resultString: String

        /// - Parameter text: For the job's report.
        package init(task: String, _ code: ResultCode, _ text: String) {
            taskId = task
            resultCode = code
            // The report is a line for each task; a reason that fills more of it helps nobody.
            resultString = String(text.prefix(1_000))
        }
    }

    private let invocationSchemaVersion: String
    private let treatMissingKeysAs = ResultCode.temporaryFailure
    private let invocationId: String
    private let results: [Result]

    package init(to invocation: S3BatchInvocation, _ results: [Result]) {
        invocationSchemaVersion = invocation.schemaVersion
        invocationId = invocation.id
        self.results = results
    }
}
