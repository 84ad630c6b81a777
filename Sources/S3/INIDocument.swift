/// The dialect of INI in which AWS's tools keep their shared files.
///
/// `[section]`, `name = value`, comments on lines of their own (`#`, `;`), and settings of a setting: indented lines below
/// a name without a value. What is none of these is passed over, so that a file with a line for a newer tool still works.
struct INIDocument {
    private(set) var sections: [String: Section] = [:]

    struct Section: Equatable {
        var values: [String: String] = [:]
        /// The indented settings below a name, as those of `s3 =`.
        var nested: [String: [String: String]] = [:]
    }

    /// A section or name that comes twice is merged, and its later values win.
    init(_ text: String) {
        var section: String?
        var parent: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let isIndented = line.first == " " || line.first == "\t"
            let content = Self.trim(line)
            guard let first = content.first, first != "#", first != ";" else { continue }
            if first == "[", !isIndented {
                section = Self.sectionName(content)
                parent = nil
            } else if let section, let (name, value) = Self.setting(content) {
                if isIndented, let parent {
                    sections[section, default: Section()].nested[parent, default: [:]][name] = value
                } else {
                    sections[section, default: Section()].values[name] = value
                    parent = value.isEmpty ? name : nil
                }
            }
        }
    }

    /// The text between the brackets with its inner spaces made one, so `[ profile   dev ]` is `profile dev`.
    private static func sectionName(_ line: Substring) -> String? {
        guard let end = line.firstIndex(of: "]") else { return nil }
        return line[..<end].dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func setting(_ line: Substring) -> (name: String, value: String)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = trim(line[..<equals]).lowercased()
        return name.isEmpty ? nil : (name, String(trim(line[line.index(after: equals)...])))
    }

    private static func trim(_ text: Substring) -> Substring {
        let start = text.drop(while: \.isWhitespace)
        return start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
    }
}
