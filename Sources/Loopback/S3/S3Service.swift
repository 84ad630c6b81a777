import NIOCore
import NIOHTTP1
import Synchronization

/// What the connections of one LoopbackS3 share.
final class S3Service: Sendable {
    let shape: LoopbackS3.Shape
    let journal = Journal()
    private let store = Mutex(ObjectStore())

    init(shape: LoopbackS3.Shape) {
        self.shape = shape
    }

    func withStore<Result: Sendable>(_ body: (inout ObjectStore) -> Result) -> Result {
        store.withLock { body(&$0) }
    }

    /// The answer to a request and its entry in the journal. Everything a connection has to do follows from these two.
    func respond(to request: S3Request, connection: Int) -> (response: S3Response, entry: Journal.Entry) {
        var (bucket, key, size) = ("", "", Int64?.none)
        let response = withStore { store in
            switch request.target {
            case .object(let name, let path):
                (bucket, key, size) = (name, path, store.object(bucket: name, key: path)?.size)
            case .bucket(let name): bucket = name
            case .service, .malformed: break
            }
            return store.respond(to: request)
        }
        let now = ContinuousClock.now
        let entry = journal.begin(
            LoopbackS3.Record(
                method: request.method.rawValue, bucket: bucket, key: key, range: request.range?.asked(size: size),
                status: Int(response.status.code), bytesReceived: Int64(request.body.readableBytes),
                connection: connection, requestHeaders: request.headers.map { ($0.name, $0.value) }, start: now,
                end: now))
        return (response, entry)
    }
}
