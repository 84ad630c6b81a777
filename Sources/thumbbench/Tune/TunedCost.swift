/// What a tier costs on one architecture.
struct TunedCost: Sendable, Equatable, Encodable {
    let architecture: Architecture
    /// False where only the price is known, and the duration is that measured on the other architecture.
    let isMeasured: Bool
    /// Of a million warm invocations.
    let warm: Cost?
    /// Of a million cold starts: the init phase is billed, too.
    let cold: Cost?
}
