import AsyncHTTPClient
import FoundationEssentials
import LambdaEvents
import LambdaRuntime
import NIOCore
import S3
import Thumbnailer

/// Handles one event: every object of it, in order, and answers in the way of whoever sent it.
struct EventHandler: Sendable {
    private let worker: ThumbnailWorker
    private let log: LogOutput

    /// - Throws: ``FunctionError`` when the environment cannot be used.
    init(environment: [String: String], httpClient: HTTPClient) throws(FunctionError) {
        let settings = try Settings(environment: environment)
        log = LogOutput(environment: environment)
        do throws(S3Error) {
            worker = ThumbnailWorker(
                settings: settings, client: try S3Client.fromEnvironment(environment, httpClient: httpClient), log: log)
        } catch {
            throw FunctionError(code: error.code.rawValue, message: error.message)
        }
    }

    func handle(_ event: ByteBuffer, context: LambdaContext) async throws(FunctionError) -> ByteBuffer {
        let decoded: LambdaEvent
        do throws(EventError) {
            decoded = try LambdaEvent.decode(event.readableBytesView)
        } catch {
            throw FunctionError(code: error.code.rawValue, message: error.message)
        }
        return switch decoded {
        case .s3Test: json(EventAnswer(thumbnails: []))
        case .objects(let records): json(try await answer(to: records, context))
        case .messages(let messages): json(await answer(to: messages, context))
        case .batch(let invocation): json(await answer(to: invocation, context))
        }
    }

    private func json(_ answer: some Encodable) -> ByteBuffer { ByteBuffer(bytes: JSONLine.encode(answer)) }

    /// - Throws: ``FunctionError`` of the first object that failed, after all were tried: Lambda repeats the whole event.
    private func answer(
        to records: [S3EventRecord], _ context: LambdaContext
    ) async throws(FunctionError) -> EventAnswer {
        var outcomes: [ThumbnailOutcome] = []
        var firstFailure: ThumbnailError?
        for record in records {
            switch await worker.handle(record, context: context) {
            case .success(let outcome): outcomes.append(outcome)
            case .failure(let error): firstFailure = firstFailure ?? error
            }
        }
        if let firstFailure { throw FunctionError(code: firstFailure.code.name, message: firstFailure.message) }
        return EventAnswer(thumbnails: outcomes)
    }

    /// A message with a lasting failure stays in the queue like any other, so that it ends in the dead-letter queue.
    private func answer(to messages: [QueueMessage], _ context: LambdaContext) async -> QueueAnswer {
        var failures: [String] = []
        for message in messages {
            if message.isOrdered, !failures.isEmpty {
                failures.append(message.id)
                continue
            }
            switch message.objects {
            case .success(let records):
                var isDone = true
                for record in records {
                    if case .failure = await worker.handle(record, context: context) { isDone = false }
                }
                if !isDone { failures.append(message.id) }
            case .failure(let error):
                log.write(EventLog(requestID: context.requestID, item: message.id, error))
                failures.append(message.id)
            }
        }
        return QueueAnswer(failures: failures)
    }

    private func answer(to invocation: S3BatchInvocation, _ context: LambdaContext) async -> S3BatchAnswer {
        var results: [S3BatchAnswer.Result] = []
        for task in invocation.tasks {
            switch task.object {
            case .success(let record):
                switch await worker.handle(record, context: context) {
                case .success(let outcome):
                    results.append(.init(task: task.id, .succeeded, outcome.summary))
                case .failure(let error):
                    results.append(
                        .init(
                            task: task.id, error.isTransient ? .temporaryFailure : .permanentFailure,
                            "\(error.code.name): \(error.message)"))
                }
            case .failure(let error):
                log.write(EventLog(requestID: context.requestID, item: task.id, error))
                results.append(.init(task: task.id, .permanentFailure, "\(error.code.rawValue): \(error.message)"))
            }
        }
        return S3BatchAnswer(to: invocation, results)
    }
}

extension FunctionError {
    /// - Parameter code: a fixed, bounded name in lower camel case.
    init(code: String, message: String) {
        self.init(errorType: "Thumbnail." + code.prefix(1).uppercased() + code.dropFirst(), message: message)
    }
}
