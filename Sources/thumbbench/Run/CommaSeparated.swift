import ArgumentParser

/// Values of one option, as in `--memory 128,512`.
struct CommaSeparated<Element: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
    var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        elements = parts.compactMap { Element(argument: String($0)) }
        guard elements.count == parts.count else { return nil }
    }

    var defaultValueDescription: String { elements.map(\.defaultValueDescription).joined(separator: ",") }
}

extension Architecture: ExpressibleByArgument {}
extension Strategy: ExpressibleByArgument {}
