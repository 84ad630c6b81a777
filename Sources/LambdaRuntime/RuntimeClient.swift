/// The way to the Runtime API: one request at a time.
protocol RuntimeClient {
    /// Sends a request and waits for its answer, as long as that takes.
    ///
    /// Throws LambdaRuntimeError with `connectionLost`, after which the next request is sent on a new connection, and
    /// CancellationError for ``RuntimeRequest/next`` alone: an answer to an event is sent even by a cancelled task.
    func send(_ request: RuntimeRequest) async throws -> RuntimeResponse
}
