import AsyncHTTPClient
import FoundationEssentials
import LambdaEvents
import LambdaRuntime
import NIOCore
import S3

/// Handles one event: every record of it, in order.
struct EventHandler: Sendable {
    private let worker: ThumbnailWorker

    /// - Throws: ``FunctionError`` when the environment cannot be used.
    init(environment: [String: String], httpClient: HTTPClient) throws(FunctionError) {
        let settings = try Settings(environment: environment)
        do throws(S3Error) {
            worker = ThumbnailWorker(
                settings: settings, client: try S3Client.fromEnvironment(environment, httpClient: httpClient))
        } catch {
            throw FunctionError(code: error.code.rawValue, message: error.message)
        }
    }

    /// Answers with what became of each record.
    ///
    /// - Throws: ``FunctionError`` of the first record that failed, after all were tried: Lambda repeats the whole event.
    func handle(_ event: ByteBuffer, context: LambdaContext) async throws(FunctionError) -> ByteBuffer {
        let records: [S3EventRecord]
        do throws(EventError) {
            switch try LambdaEvent.decode(event.readableBytesView) {
            case .s3(let found): records = found
            case .s3Test: records = []
            }
        } catch {
            throw FunctionError(code: error.code.rawValue, message: error.message)
        }

        var outcomes: [ThumbnailOutcome] = []
        var firstFailure: FunctionError?
        for record in records {
            do throws(FunctionError) {
                outcomes.append(try await worker.handle(record, context: context))
            } catch {
                firstFailure = firstFailure ?? error
            }
        }
        if let firstFailure { throw firstFailure }
        return ByteBuffer(bytes: JSONLine.encode(EventAnswer(thumbnails: outcomes)))
    }
}

/// What the function answers to an S3 event.
struct EventAnswer: Encodable, Equatable {
    var thumbnails: [ThumbnailOutcome]
}

/// What became of one record.
struct ThumbnailOutcome: Encodable, Equatable {
    struct Object: Encodable, Equatable {
        var bucket: String
        var key: String

        init(_ id: S3ObjectID) {
            bucket = id.bucket
            key = id.key
        }
    }

    enum Result: String, Encodable {
        case created
        /// There was nothing to do: the object is a thumbnail itself, or the event tells of a removal.
        case skipped
    }

    var result: Result
    var source: Object
    /// Where the thumbnail is; nil when none was made.
    var thumbnail: Object?
    /// In pixels.
    var width: Int?
    var height: Int?
    /// Of the JPEG.
    var bytes: Int?
    /// Why nothing was done.
    var reason: String?
}

extension FunctionError {
    /// - Parameter code: a fixed, bounded name in lower camel case.
    init(code: String, message: String) {
        self.init(errorType: "Thumbnail." + code.prefix(1).uppercased() + code.dropFirst(), message: message)
    }
}
