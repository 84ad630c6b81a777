/// One thing that was checked.
struct Finding: Sendable, Equatable, Encodable {
    enum Severity: String, Sendable, Encodable {
        case ok
        /// The emulation holds, but some figures are less sure than they look.
        case warning
        /// The emulation does not hold.
        case failure
    }

    let severity: Severity
    /// One sentence: what was found, and what to do about it.
    let message: String
}
