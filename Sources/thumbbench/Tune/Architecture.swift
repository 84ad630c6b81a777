/// Lambda's instruction set architectures, under Lambda's names.
enum Architecture: String, Sendable, CaseIterable, Codable {
    case x86_64
    case arm64

    /// That of this machine, the only one whose performance can be measured here.
    static var host: Architecture {
        #if arch(arm64)
            .arm64
        #else
            .x86_64
        #endif
    }
}
