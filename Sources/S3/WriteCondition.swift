/// What must be true of a key for a PUT to write it (S3's conditional writes).
package enum WriteCondition: Sendable, Equatable {
    /// Nothing is there.
    case isAbsent
    /// What is there has this ETag, with or without quotes. S3 asks for the permission to read it, too.
    case isUnchanged(eTag: String)

    var header: (name: String, value: String) {
        switch self {
        case .isAbsent: ("if-none-match", "*")
        case .isUnchanged(let eTag): ("if-match", ETag.quoted(eTag))
        }
    }
}
