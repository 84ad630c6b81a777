import NIOHTTP1

extension ObjectStore {
    /// Decides what a request comes to: what of it reaches S3, what S3 answers, and how much of that leaves.
    ///
    /// - Parameter refusal: what S3 has against the request in itself, should it reach S3.
    mutating func deliver(_ request: S3Request, fault: LoopbackS3.Fault?, refusal: Refusal? = nil) -> Delivery {
        switch fault {
        case nil:
            return Delivery(respond(to: request, refusal: refusal))
        case .error(let code, let retryAfter):
            return Delivery(respond(to: request, refusal: Refusal(code: code)).retrying(after: retryAfter))
        case .badGateway(let retryAfter):
            return Delivery(.gatewayError(.badGateway, method: request.method).retrying(after: retryAfter))
        case .gatewayTimeout(let retryAfter):
            return Delivery(.gatewayError(.gatewayTimeout, method: request.method).retrying(after: retryAfter))
        case .resetBeforeAnswer:
            return .nothing(then: .reset)
        case .lostAnswer:
            _ = respond(to: request, refusal: refusal)
            return .nothing(then: .reset)
        case .reset(let bytes):
            return Delivery(respond(to: request, refusal: refusal), upTo: bytes, then: .reset)
        case .close(let bytes):
            return Delivery(respond(to: request, refusal: refusal), upTo: bytes, then: .close)
        case .stall(let bytes):
            return Delivery(respond(to: request, refusal: refusal), upTo: bytes, then: .silence)
        case .hang:
            return .nothing(then: .silence)
        case .slowFirstByte(let delay):
            return Delivery(respond(to: request, refusal: refusal), delay: delay)
        case .deadKeepAlive:
            return Delivery(respond(to: request, refusal: refusal), then: .dead)
        case .ignoreRange:
            return Delivery(respond(to: request.asking(for: nil), refusal: refusal))
        case .wrongRange:
            return Delivery(respond(to: misread(request), refusal: refusal))
        }
    }

    /// The request with another range than its own, of as many bytes if the object has them elsewhere.
    private func misread(_ request: S3Request) -> S3Request {
        guard case .object(let bucket, let key) = request.target, let size = object(bucket: bucket, key: key)?.size,
            let range = request.range?.satisfied(size: size)
        else { return request }
        let (lower, upper) = (range.lowerBound, range.upperBound)
        if upper < size { return request.asking(for: lower + 1..<upper + 1) }
        if lower > 0 { return request.asking(for: lower - 1..<upper - 1) }
        // All of it, and a single byte is all there is to ask for.
        return size == 1 ? request : request.asking(for: 1..<size)
    }
}
