import Synchronization

/// A sum that several tasks add to.
final class Tally: Sendable {
    private let total = Mutex(0.0)

    /// - Returns: The sum with `amount`.
    @discardableResult
    func add(_ amount: Double) -> Double {
        total.withLock { total in
            total += amount
            return total
        }
    }
}
