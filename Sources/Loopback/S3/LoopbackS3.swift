/// An S3 on 127.0.0.1 with the delay, the bandwidth and the failures of a network, that records what it was asked for.
///
/// It answers GET, HEAD and PUT of objects, path style, over HTTP/1.1 with keep-alive. Any signature is accepted, in
/// headers or in the query, as long as it is of this time. One thread serves all connections; an object that is a file
/// is read piece by piece.
package final class LoopbackS3: Sendable {
    private let service: S3Service
    private let server: LoopbackServer

    private init(service: S3Service, server: LoopbackServer) {
        self.service = service
        self.server = server
    }

    /// Listens on any free port.
    package static func start(shape: Shape = .none) async throws -> LoopbackS3 {
        let service = S3Service(shape: shape)
        let server = try await LoopbackServer.start { S3ConnectionHandler(service: service, connection: $0) }
        return LoopbackS3(service: service, server: server)
    }

    /// The URL to give a client as its endpoint: `http://127.0.0.1:<port>`.
    package var endpoint: String { "http://127.0.0.1:\(server.port)" }

    /// Makes an empty bucket; nothing happens when it is there. A PUT to a bucket that nobody made is NoSuchBucket.
    package func createBucket(_ bucket: String) {
        service.withStore { $0.createBucket(bucket) }
    }

    /// Puts an object in place, under a new ETag, and makes its bucket if need be.
    ///
    /// A file is opened now and read when it is asked for: it must keep its length as long as it is stored.
    /// Throws IOError when the file cannot be opened.
    package func store(
        _ content: Content, bucket: String, key: String, contentType: String = "binary/octet-stream",
        metadata: [String: String] = [:]
    ) throws {
        let body = try StoredBody(content)
        service.withStore { store in
            store.createBucket(bucket)
            store.put(body, contentType: contentType, metadata: metadata, bucket: bucket, key: key)
        }
    }

    /// What is stored under a key, by `store` or by a client's PUT.
    package func object(bucket: String, key: String) -> StoredObject? {
        service.withStore { $0.object(bucket: bucket, key: key) }
    }

    /// The keys of a bucket in the order of their UTF-8 bytes, as S3 lists them.
    package func keys(bucket: String) -> [String] {
        service.withStore { $0.keys(bucket: bucket) }
    }

    /// One record for each request so far, in the order they came. A client that has read a whole answer finds its
    /// record finished; see ``settledRecords()`` for one that hangs up.
    package var records: [Record] { service.journal.records }

    /// The records once no answer is on its way any more: each is sent, or its client went away.
    /// Throws CancellationError when the task is cancelled before that.
    package func settledRecords() async throws -> [Record] {
        try await service.journal.settledRecords()
    }

    /// Forgets the requests so far; those still being answered are not recorded either.
    package func resetRecords() { service.journal.reset() }

    /// Lets the requests from now on fail as `plan` says; without one they do not.
    package func inject(_ plan: FaultPlan?) { service.inject(plan) }

    /// Sets the server's clock ahead of this machine's, or behind it with a negative offset.
    ///
    /// Its answers carry its time in `Date`. A request signed more than 15 minutes before or after it is
    /// RequestTimeTooSkewed; a presigned URL is good until it expires, and AccessDenied after that.
    package func setClock(offset: Duration) { service.setClock(offset: offset) }

    /// Closes the connections open now, idle or not; the port stays open.
    package func closeConnections() async { await server.connections.close() }

    /// Closes all connections and the port.
    package func shutdown() async throws { try await server.shutdown() }
}
