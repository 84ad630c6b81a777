/// Columns of text for a terminal: the first to the left, figures to the right.
struct Table {
    /// Titles above several columns, each as wide as they are together; none if empty.
    var groups: [(title: String, columns: Int)] = []
    var header: [String]
    var rows: [[String]] = []

    private static let gap = "  "

    /// One line for each row, without blanks at the end.
    func render() -> String {
        let widths = columnWidths()
        var lines: [String] = []
        if !groups.isEmpty { lines.append(groupLine(widths)) }
        for row in [header] + rows {
            let cells = zip(row, widths).enumerated().map { index, cell in
                index == 0 ? pad(cell.0, to: cell.1, left: false) : pad(cell.0, to: cell.1, left: true)
            }
            lines.append(cells.joined(separator: Self.gap))
        }
        return lines.map { $0.trimmingBlanksAtEnd() + "\n" }.joined()
    }

    private func columnWidths() -> [Int] {
        var widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        // A group's title that is wider than its columns widens the first of them.
        var first = 0
        for group in groups {
            let columns = first..<first + group.columns
            let width = widths[columns].reduce(0, +) + Self.gap.count * (group.columns - 1)
            widths[first] += max(0, group.title.count - width)
            first = columns.upperBound
        }
        return widths
    }

    /// Each title in the middle of a line over its columns.
    private func groupLine(_ widths: [Int]) -> String {
        var first = 0
        return groups.map { group in
            let columns = first..<first + group.columns
            first = columns.upperBound
            let width = widths[columns].reduce(0, +) + Self.gap.count * (group.columns - 1)
            let dashes = width - group.title.count - 2
            guard !group.title.isEmpty, dashes >= 2 else { return pad(group.title, to: width, left: true) }
            let left = String(repeating: "-", count: dashes / 2)
            let right = String(repeating: "-", count: dashes - dashes / 2)
            return "\(left) \(group.title) \(right)"
        }.joined(separator: Self.gap)
    }

    private func pad(_ text: String, to width: Int, left: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return left ? blanks + text : text + blanks
    }
}

extension String {
    fileprivate func trimmingBlanksAtEnd() -> Substring {
        self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]
    }
}
