import FoundationEssentials
import LambdaEvents
import LambdaRuntime
import NIOCore
import RangeReader
import S3
import Thumbnailer

/// Makes the thumbnail of one record's object and writes it to S3.
struct ThumbnailWorker: Sendable {
    /// The answer must reach the Runtime API before Lambda's own deadline; at 128 MB even a small one takes its time.
    private static let reserve = Duration.milliseconds(500)

    private let thumbnailer: Thumbnailer
    private let destination: Destination
    private let client: S3Client
    private let log: LogOutput

    init(settings: Settings, client: S3Client, log: LogOutput) {
        var reading = ReaderConfiguration()
        if let memory = settings.memory { reading.limits = ReadLimits(memory: memory) }
        reading.retries = client.configuration.retryPolicy
        reading.answerTimes = AnswerTimes()
        let decoding = settings.memory.map(DecodingConfiguration.init(memory:)) ?? DecodingConfiguration()
        thumbnailer = Thumbnailer(options: settings.options, reading: reading, decoding: decoding)
        destination = Destination(bucket: settings.bucket, prefix: settings.prefix)
        self.client = client
        self.log = log
    }

    /// A failure's message names the object.
    func handle(
        _ record: S3EventRecord, context: LambdaContext
    ) async -> Result<ThumbnailOutcome, ThumbnailError> {
        let source = S3ObjectID(bucket: record.bucket, key: record.key, versionID: record.versionID)
        var line = ThumbnailLog(requestID: context.requestID, source: source)
        guard record.isCreation else {
            return .success(skip(source, "the event is no creation", &line))
        }
        guard !destination.isOutput(source) else {
            return .success(skip(source, "the object is a thumbnail", &line))
        }

        let started = ContinuousClock.now
        let remaining = context.remaining(at: Date())
        let allowed = remaining - min(Self.reserve, remaining / 10)
        var client = client
        client.traceID = context.traceID
        let result = await withTimeLimit(allowed) { [client] deadline in
            await ThumbnailWriter(
                client: client, thumbnailer: thumbnailer, record: record, destination: destination.object(for: source),
                deadline: deadline
            ).run()
        }
        line.add(result, total: .now - started)
        log.write(line)
        switch result.outcome {
        case .created(let thumbnail):
            return .success(
                ThumbnailOutcome(
                    result: .created, source: .init(source), thumbnail: .init(destination.object(for: source)),
                    width: thumbnail.width, height: thumbnail.height, bytes: thumbnail.jpeg.count))
        case .needless(let reason):
            return .success(
                ThumbnailOutcome(
                    result: .skipped, source: .init(source), thumbnail: .init(destination.object(for: source)),
                    reason: reason))
        case .unsuitable(let reason):
            return .success(ThumbnailOutcome(result: .skipped, source: .init(source), reason: reason))
        case .failed(var error):
            error.message = "s3://\(source.bucket)/\(source.key): \(error.message)"
            return .failure(error)
        }
    }

    private func skip(_ source: S3ObjectID, _ reason: String, _ line: inout ThumbnailLog) -> ThumbnailOutcome {
        line.skipped(reason)
        log.write(line)
        return ThumbnailOutcome(result: .skipped, source: .init(source), reason: reason)
    }

    /// Runs the work, and gives up on it when the time is over, even if it is decoding and cannot be interrupted: then it
    /// ends in the background, and nobody looks at its result.
    private func withTimeLimit(
        _ limit: Duration, _ work: @escaping @Sendable (NIODeadline) async -> WorkResult
    ) async -> WorkResult {
        let deadline = NIODeadline.now() + TimeAmount(limit)
        let (results, continuation) = AsyncStream.makeStream(of: WorkResult.self)
        let working = Task { continuation.yield(await work(deadline)) }
        let timing = Task {
            try await Task.sleep(for: limit)
            continuation.yield(
                WorkResult(
                    ThumbnailError(
                        .source(.deadlineExceeded), "no thumbnail within \(limit), the function's time",
                        isTransient: true)))
        }
        defer {
            working.cancel()
            timing.cancel()
        }
        var iterator = results.makeAsyncIterator()
        return await iterator.next() ?? WorkResult(ThumbnailError(.internalError, "the work was cancelled"))
    }
}
