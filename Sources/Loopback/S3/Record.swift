extension LoopbackS3 {
    /// One request and what became of it.
    package struct Record: Sendable {
        /// GET, HEAD, PUT …
        package var method: String
        /// Empty when the path names none.
        package var bucket: String
        /// Decoded; empty when the path names none.
        package var key: String
        /// The byte range asked for, not cut to the object's size. The open forms (`bytes=a-`, `bytes=-n`) are resolved
        /// with the size. Nil without a valid Range header, and for an open form without an object.
        package var range: Range<Int64>?
        /// As it was sent; 0 for a request that got no answer.
        package var status: Int
        /// Body bytes handed to the kernel. A part (64 KiB, less on slow links) counts when all of it is: of an answer
        /// that the client let go, up to one part more may have left.
        package var bytesSent: Int64 = 0
        /// Body bytes of the request.
        package var bytesReceived: Int64
        /// Numbers the TCP connections of this server, from 1.
        package var connection: Int
        package var requestHeaders: [(String, String)]
        /// When the request was there in full.
        package var start: ContinuousClock.Instant
        /// When the answer's head was written: the first-byte delay is over. Nil while it is not, and without an answer.
        package var firstByte: ContinuousClock.Instant?
        /// When the last byte was written so far, or when the client went away.
        package var end: ContinuousClock.Instant
        /// False while the answer is on its way.
        package var isFinished = false
        /// What was done to the request on purpose.
        package var fault: Fault?
    }
}
