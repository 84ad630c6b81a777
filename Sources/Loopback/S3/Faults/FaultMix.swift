/// Faults that hit a share of all requests at random, the same ones in every run.
///
/// What happens to a request follows from the seed, from what it asks for, and from how often that was asked for before:
/// not from the order in which different requests come, so that a run with many at once can be repeated.
package struct FaultMix: Sendable {
    /// All tries of one read: one that goes on where the last broke off still ends at the same byte.
    private struct Read: Hashable {
        let method: String
        let bucket: String
        let key: String
        let end: Int64?
    }

    private struct History {
        var requests = 0
        /// How many of the last requests in a row were hit.
        var run = 0
    }

    private let share: Double
    private let faults: [(fault: LoopbackS3.Fault, weight: Double)]
    private let seed: UInt64
    private let longestRun: Int
    private var histories: [Read: History] = [:]

    /// - Parameters:
    ///   - share: of all requests, 0 to 1. Where `longestRun` spares requests it is less.
    ///   - faults: what they may get, as often as their weights say. Those that make no difference to a request, as
    ///     a lost answer to a GET, are not drawn for it.
    ///   - longestRun: how many requests in a row for the same range of an object may be hit, whether by this mix or by
    ///     a plan's other faults; so many tries and one more succeed. Requests are taken for the same if their method,
    ///     bucket, key and last byte are.
    package init(
        share: Double, of faults: [(fault: LoopbackS3.Fault, weight: Double)], seed: UInt64, longestRun: Int = .max
    ) {
        precondition((0...1).contains(share) && longestRun >= 0 && faults.allSatisfy { $0.weight > 0 })
        self.share = share
        self.faults = faults
        self.seed = seed
        self.longestRun = longestRun
    }

    /// Decides about the next request, for which a plan may have `chosen` already, and counts it.
    mutating func fault(for request: FaultPlan.Request, chosen: LoopbackS3.Fault?) -> LoopbackS3.Fault? {
        let read = Read(
            method: request.method, bucket: request.bucket, key: request.key, end: request.range?.upperBound)
        var history = histories[read, default: History()]
        defer { histories[read] = history }
        history.requests += 1
        let fault = history.run < longestRun ? chosen ?? draw(request, read, number: history.requests) : nil
        history.run = fault == nil ? 0 : history.run + 1
        return fault
    }

    private func draw(_ request: FaultPlan.Request, _ read: Read, number: Int) -> LoopbackS3.Fault? {
        let end = read.end.map(String.init) ?? ""
        var random = SplitMix64(seed: fnv1a("\(seed) \(number) \(read.method) \(end) \(read.bucket)/\(read.key)"))
        guard random.nextUnit() < share else { return nil }
        let possible = faults.filter { $0.fault.applies(to: request) }
        var point = random.nextUnit() * possible.reduce(0) { $0 + $1.weight }
        return possible.first { choice in
            point -= choice.weight
            return point < 0
        }?.fault
    }
}

/// FNV-1a, 64 bits. The standard library's hash is another one in every process.
private func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
