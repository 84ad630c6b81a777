import FoundationEssentials
import NIOCore
import NIOHTTP1
import Synchronization

/// What the connections of one LoopbackS3 share.
final class S3Service: Sendable {
    let shape: LoopbackS3.Shape
    let journal = Journal()
    private let store = Mutex(ObjectStore())
    private let plan = Mutex<FaultPlan?>(nil)
    private let clockOffset = Mutex(Duration.zero)

    init(shape: LoopbackS3.Shape) {
        self.shape = shape
    }

    func withStore<Result: Sendable>(_ body: (inout ObjectStore) -> Result) -> Result {
        store.withLock { body(&$0) }
    }

    func inject(_ newPlan: FaultPlan?) { plan.withLock { $0 = newPlan } }

    func setClock(offset: Duration) { clockOffset.withLock { $0 = offset } }

    /// What a request comes to and its entry in the journal. Everything a connection has to do follows from these two.
    ///
    /// - Parameter isDead: whether the connection is one that loses requests.
    func respond(
        to request: S3Request, connection: Int, isDead: Bool
    ) -> (delivery: Delivery, entry: Journal.Entry) {
        let now = Date() + clockOffset.withLock { $0 } / .seconds(1)
        let (subject, fault, decided) = withStore { store in
            let subject = store.subject(of: request)
            let fault = self.fault(for: subject, isDead: isDead)
            let delivery: Delivery =
                isDead && fault != nil
                ? .nothing(then: .reset)
                : store.deliver(request, fault: fault, refusal: request.signedTime?.refusal(at: now))
            return (subject, fault, delivery)
        }
        var delivery = decided
        delivery.response?.headers.add(name: "date", value: httpDate(now))
        let start = ContinuousClock.now
        let entry = journal.begin(
            LoopbackS3.Record(
                method: subject.method, bucket: subject.bucket, key: subject.key, range: subject.range,
                status: Int(delivery.response?.status.code ?? 0), bytesReceived: Int64(request.body.readableBytes),
                connection: connection, requestHeaders: request.headers.map { ($0.name, $0.value) }, start: start,
                end: start, fault: fault))
        return (delivery, entry)
    }

    private func fault(for subject: FaultPlan.Request, isDead: Bool) -> LoopbackS3.Fault? {
        plan.withLock { plan in
            guard plan != nil else { return isDead ? .deadKeepAlive : nil }
            return plan?.fault(for: subject, onDeadConnection: isDead)
        }
    }
}

extension ObjectStore {
    /// What a request is about, as records and fault plans have it.
    fileprivate func subject(of request: S3Request) -> FaultPlan.Request {
        let (bucket, key) =
            switch request.target {
            case .object(let bucket, let key): (bucket, key)
            case .bucket(let bucket): (bucket, "")
            case .service, .malformed: ("", "")
            }
        return FaultPlan.Request(
            method: request.method.rawValue, bucket: bucket, key: key,
            range: request.range?.asked(size: object(bucket: bucket, key: key)?.size))
    }
}
