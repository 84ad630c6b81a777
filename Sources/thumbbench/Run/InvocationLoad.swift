/// The invocations of one execution environment: the cold start, and what comes after it.
struct InvocationLoad: Sendable, Equatable {
    /// Of warm invocations.
    enum Amount: Sendable, Equatable {
        case count(Int)
        /// As many as begin within this time.
        case lasting(Duration)
    }

    static let coldOnly = InvocationLoad(warm: .count(0))

    /// Invocations after the cold start that leave no sample.
    var warmup = 0
    var warm: Amount

    /// Whether another warm invocation is due.
    /// - Parameters:
    ///   - count: Of those so far.
    ///   - elapsed: Since the first of them began.
    func goesOn(after count: Int, elapsed: Duration) -> Bool {
        switch warm {
        case .count(let limit): count < limit
        case .lasting(let limit): elapsed < limit
        }
    }

    /// How much of it is done, 0 to 1, when `count` of its invocations were answered.
    func fraction(answered count: Int, elapsed: Duration) -> Double {
        switch warm {
        case .count(let limit): min(1, Double(count) / Double(1 + warmup + limit))
        case .lasting(let limit): min(1, limit == .zero ? 1 : elapsed / limit)
        }
    }
}
