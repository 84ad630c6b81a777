import LambdaEvents
import NIOCore
import RangeReader
import S3
import Thumbnailer

/// Makes a thumbnail and puts it where it belongs, unless there is the same or a later one already.
///
/// Events come at least once, in any order, and two at the same time. So a thumbnail says in its metadata what it was made
/// for (``Provenance``); that is asked for beside the first bytes of the video, and what is written replaces only what was
/// seen then. Where the function may not read thumbnails, it writes whatever comes, and the last one stays.
struct ThumbnailWriter: Sendable {
    /// How often writing is tried when others keep writing the same thumbnail.
    private static let attempts = 4

    let client: S3Client
    let thumbnailer: Thumbnailer
    let record: S3EventRecord
    let destination: S3ObjectID
    let deadline: NIODeadline

    private var source: S3ObjectID {
        S3ObjectID(bucket: record.bucket, key: record.key, versionID: record.versionID)
    }

    func run() async -> WorkResult {
        let looking = Task { await whatIsThere() }
        let wanted = Provenance(record, eTag: record.eTag, options: thumbnailer.options)
        let permitted = PermittedSource(base: S3Source(client: client, object: source)) { answer in
            // A thumbnail that was moved, or is written where another function takes its videos from.
            if Provenance(answer.metadata) != nil { return "the object is a thumbnail" }
            return await looking.value.reason(against: wanted)
        }
        let made = await thumbnailer.thumbnail(of: permitted, expectedSize: record.size, deadline: deadline)
        let existing = await looking.value
        var result = WorkResult(made)
        if let reason = existing.reason(against: wanted) {
            result.outcome = .needless(reason)
            return result
        }
        guard case .success(let thumbnail) = made.thumbnail else {
            if let reason = Self.unsuitability(of: made) { result.outcome = .unsuitable(reason) }
            return result
        }

        let start = ContinuousClock.now
        let provenance = Provenance(record, eTag: made.eTag ?? record.eTag, options: thumbnailer.options)
        do throws(ThumbnailError) {
            if let reason = try await put(thumbnail, provenance, replacing: existing) {
                result.outcome = .needless(reason)
            }
        } catch {
            result.outcome = .failed(error)
        }
        result.put = .now - start
        return result
    }

    /// Why there is nothing to make a thumbnail of, if that is no failure.
    private static func unsuitability(of made: Thumbnailer.Result) -> String? {
        guard case .failure(let error) = made.thumbnail else { return nil }
        return switch error.code {
        case .source(.declined): error.message
        case .notVideo where made.contentType == "image/jpeg": "the object is a JPEG, not a video"
        default: nil
        }
    }

    // MARK: What is there

    /// What lies where the thumbnail belongs.
    private enum Existing {
        /// Something with this ETag; the provenance is nil if it is no thumbnail of ours.
        case object(eTag: String, Provenance?)
        case nothing
        /// It cannot be known.
        case unknown

        /// Why there is nothing to do.
        func reason(against wanted: Provenance) -> String? {
            guard case .object(_, let provenance?) = self else { return nil }
            return provenance.makesNeedless(wanted)
        }

        /// What must still be true when it is replaced.
        var condition: WriteCondition? {
            switch self {
            case .object(let eTag, _): .isUnchanged(eTag: eTag)
            case .nothing: .isAbsent
            case .unknown: nil
            }
        }
    }

    private func whatIsThere() async -> Existing {
        do throws(S3Error) {
            let object = try await client.headObject(destination, deadline: deadline)
            guard let eTag = object.eTag else { return .unknown }
            return .object(eTag: eTag, Provenance(object.metadata))
        } catch {
            // Who may not list a bucket is told of a missing key that access is denied.
            return error.code == .noSuchKey || error.code == .accessDenied ? .nothing : .unknown
        }
    }

    // MARK: Writing

    /// - Returns: Why it was not written, if somebody else meanwhile wrote what is as good or better.
    private func put(
        _ thumbnail: Thumbnail, _ provenance: Provenance, replacing first: Existing
    ) async throws(ThumbnailError) -> String? {
        var existing = first
        var attempt = 1
        while true {
            do throws(S3Error) {
                try await client.putObject(
                    destination, body: ByteBuffer(bytes: thumbnail.jpeg), contentType: "image/jpeg",
                    metadata: provenance.metadata, condition: existing.condition, deadline: deadline)
                return nil
            } catch {
                guard attempt < Self.attempts, let next = await whatIsThere(after: error, existing) else {
                    throw ThumbnailError(SourceError(error))
                }
                existing = next
                attempt += 1
            }
            guard case .object(_, let other?) = existing else { continue }
            // Ours, if the answer to an earlier attempt was lost.
            if other == provenance { return nil }
            if let reason = other.makesNeedless(provenance) { return reason }
            guard provenance.sequencer != nil, other.sequencer != nil else {
                throw ThumbnailError(
                    .source(.s3(.preconditionFailed)),
                    "another thumbnail was written at the same time, and nothing tells which is later",
                    isTransient: true)
            }
        }
    }

    /// What is there now, after writing failed on the condition that it is still as it was before; nil after any other
    /// failure.
    private func whatIsThere(after error: S3Error, _ before: Existing) async -> Existing? {
        switch (error.code, before) {
        case (_, .unknown): return nil
        // Whoever may not read an object may not make a condition of it either.
        case (.accessDenied, .object): return .unknown
        case (.preconditionFailed, .nothing):
            let now = await whatIsThere()
            // It is there, but may not be looked at.
            if case .nothing = now { return .unknown }
            return now
        case (.preconditionFailed, .object), (.noSuchKey, .object): return await whatIsThere()
        default: return nil
        }
    }
}

/// What one thumbnail took, whether it was made or not.
struct WorkResult: Sendable {
    enum Outcome: Sendable {
        case created(Thumbnail)
        /// The thumbnail was there already, and why it stays.
        case needless(String)
        /// The object is none to make a thumbnail of, and why.
        case unsuitable(String)
        case failed(ThumbnailError)
    }

    var outcome: Outcome
    var trace = ReadTrace()
    var objectSize: Int64?
    /// How long writing the thumbnail took.
    var put = Duration.zero

    init(_ made: Thumbnailer.Result) {
        switch made.thumbnail {
        case .success(let thumbnail): outcome = .created(thumbnail)
        case .failure(let error): outcome = .failed(error)
        }
        trace = made.trace
        objectSize = made.objectSize
    }

    init(_ error: ThumbnailError) { outcome = .failed(error) }
}
