/// Which requests fail, and how.
///
/// A plan is a value that counts the requests it is asked about: a copy counts on its own from there.
package struct FaultPlan: Sendable {
    /// What a plan knows of a request.
    package struct Request: Sendable, Hashable {
        package var method: String
        package var bucket: String
        package var key: String
        /// Nil for the whole object.
        package var range: Range<Int64>?

        package init(method: String, bucket: String, key: String, range: Range<Int64>?) {
            self.method = method
            self.bucket = bucket
            self.key = key
            self.range = range
        }
    }

    /// A fault at chosen requests.
    package struct Occurrence: Sendable {
        let fault: LoopbackS3.Fault
        let numbers: ClosedRange<Int>
        let method: String?
        let keyPrefix: String
        fileprivate var seen = 0

        /// - Parameters:
        ///   - numbers: which of the matching requests, counted from 1, are hit.
        ///   - method: what matches; nil for all methods.
        ///   - keyPrefix: what the keys of matching requests begin with.
        package init(
            _ fault: LoopbackS3.Fault, at numbers: ClosedRange<Int>, method: String? = nil, keyPrefix: String = ""
        ) {
            self.fault = fault
            self.numbers = numbers
            self.method = method
            self.keyPrefix = keyPrefix
        }

        package init(_ fault: LoopbackS3.Fault, at number: Int, method: String? = nil, keyPrefix: String = "") {
            self.init(fault, at: number...number, method: method, keyPrefix: keyPrefix)
        }

        fileprivate mutating func hits(_ request: Request) -> Bool {
            guard method == nil || method == request.method, request.key.hasPrefix(keyPrefix) else { return false }
            seen += 1
            return numbers.contains(seen)
        }
    }

    private var occurrences: [Occurrence]
    private var mix: FaultMix?

    /// A request that several occurrences hit gets the fault of the first; one that none hits may get one of the mix's.
    package init(_ occurrences: [Occurrence] = [], mix: FaultMix? = nil) {
        self.occurrences = occurrences
        self.mix = mix
    }

    /// Decides about the next request, and counts it.
    ///
    /// - Parameter isDead: whether it came on a connection after ``LoopbackS3/Fault/deadKeepAlive``. It is counted as
    ///   any other, and its fault is that one, unless the mix's limit is reached.
    package mutating func fault(
        for request: Request, onDeadConnection isDead: Bool = false
    ) -> LoopbackS3.Fault? {
        var fault: LoopbackS3.Fault? = isDead ? .deadKeepAlive : nil
        for index in occurrences.indices where occurrences[index].hits(request) {
            fault = fault ?? occurrences[index].fault
        }
        return mix == nil ? fault : mix?.fault(for: request, chosen: fault)
    }
}
