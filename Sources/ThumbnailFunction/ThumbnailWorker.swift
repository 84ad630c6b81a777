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

    init(settings: Settings, client: S3Client) {
        var reading = ReaderConfiguration()
        if let memory = settings.memory { reading.limits = ReadLimits(memory: memory) }
        reading.retries = client.configuration.retryPolicy
        reading.answerTimes = AnswerTimes()
        thumbnailer = Thumbnailer(options: settings.options, reading: reading)
        destination = Destination(bucket: settings.bucket, prefix: settings.prefix)
        self.client = client
    }

    /// - Throws: ``FunctionError`` when there is no thumbnail in S3 afterwards that this call made.
    func handle(
        _ record: S3EventRecord, context: LambdaContext
    ) async throws(FunctionError) -> ThumbnailOutcome {
        let source = S3ObjectID(bucket: record.bucket, key: record.key, versionID: record.versionID)
        var log = ThumbnailLog(requestID: context.requestID, source: source)
        guard record.isCreation else {
            return skip(source, "the event is no creation", &log)
        }
        guard !destination.isOutput(source) else {
            return skip(source, "the object is a thumbnail", &log)
        }

        let started = ContinuousClock.now
        let remaining = context.remaining(at: Date())
        let allowed = remaining - min(Self.reserve, remaining / 10)
        let result = await withTimeLimit(allowed) { deadline in
            await makeAndPut(source, expectedSize: record.size, eTag: record.eTag, deadline: deadline)
        }
        log.add(result, total: .now - started)
        log.write()
        do throws(ThumbnailError) {
            let thumbnail = try result.thumbnail.get()
            return ThumbnailOutcome(
                result: .created, source: .init(source), thumbnail: .init(destination.object(for: source)),
                width: thumbnail.width, height: thumbnail.height, bytes: thumbnail.jpeg.count)
        } catch {
            throw FunctionError(
                code: error.code.name, message: "s3://\(source.bucket)/\(source.key): \(error.message)")
        }
    }

    private func skip(_ source: S3ObjectID, _ reason: String, _ log: inout ThumbnailLog) -> ThumbnailOutcome {
        log.skipped(reason)
        log.write()
        return ThumbnailOutcome(result: .skipped, source: .init(source), reason: reason)
    }

    private func makeAndPut(
        _ source: S3ObjectID, expectedSize: Int64?, eTag: String?, deadline: NIODeadline
    ) async -> WorkResult {
        let made = await thumbnailer.thumbnail(
            of: S3Source(client: client, object: source), expectedSize: expectedSize, deadline: deadline)
        var result = WorkResult(made)
        guard case .success(let thumbnail) = made.thumbnail else { return result }

        let start = ContinuousClock.now
        var metadata: [String: String] = [:]
        metadata["source-etag"] = (made.eTag ?? eTag)?.filter { $0 != "\"" }
        metadata["source-version-id"] = source.versionID
        do throws(S3Error) {
            try await client.putObject(
                destination.object(for: source), body: ByteBuffer(bytes: thumbnail.jpeg), contentType: "image/jpeg",
                metadata: metadata, deadline: deadline)
        } catch {
            result.thumbnail = .failure(ThumbnailError(SourceError(error)))
        }
        result.put = .now - start
        return result
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

/// What one thumbnail took, whether it was made or not.
struct WorkResult: Sendable {
    var thumbnail: Result<Thumbnail, ThumbnailError>
    var trace = ReadTrace()
    var objectSize: Int64?
    /// How long writing the thumbnail took.
    var put = Duration.zero

    init(_ made: Thumbnailer.Result) {
        thumbnail = made.thumbnail
        trace = made.trace
        objectSize = made.objectSize
    }

    init(_ error: ThumbnailError) { thumbnail = .failure(error) }
}
