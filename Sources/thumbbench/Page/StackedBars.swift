/// A row for each setting or program: a bar of several parts, and their sum in words. All rows have one scale.
struct StackedBars {
    struct Row {
        let label: String
        /// In the order of the names.
        let parts: [Double]
        /// At the bar's end.
        let total: String
        var isMarked = false
    }

    /// Of the parts.
    let names: [String]
    /// Classes of the page's style, one for each name.
    let colours: [String]
    let unit: String
    let rows: [Row]

    var html: String {
        let longest = rows.map { $0.parts.reduce(0, +) }.max() ?? 0
        guard longest > 0 else { return "" }
        return """
            \(names.count > 1 ? legend : "")
            <div class="bars">
            \(rows.map { html(of: $0, longest: longest) }.joined(separator: "\n"))
            </div>
            """
    }

    private var legend: String {
        let used = names.indices.filter { index in rows.contains { $0.parts[index] > 0 } }
        return Self.legend(used.map { (names[$0], colours[$0]) })
    }

    static func legend(_ entries: [(name: String, colour: String)]) -> String {
        let items = entries.map { "<span><i class=\"\($0.colour)\"></i>\(HTML.escaped($0.name))</span>" }
        return "<p class=\"legend\">\(items.joined(separator: " "))</p>"
    }

    private func html(of row: Row, longest: Double) -> String {
        let parts = row.parts.indices.filter { row.parts[$0] > 0 }.map { index in
            let share = row.parts[index] / longest
            let value = HTML.number(row.parts[index])
            // Only where there is room for it.
            let text = names.count > 1 && share > 0.07 ? value : ""
            return "<i class=\"\(colours[index])\" style=\"width:\(HTML.percent(share))\" "
                + "title=\"\(HTML.escaped(names[index])): \(value) \(unit)\">\(text)</i>"
        }
        return "<div\(row.isMarked ? " class=\"marked\"" : "")><b>\(HTML.escaped(row.label))</b>"
            + "<span class=\"bar\">\(parts.joined())</span><span>\(HTML.escaped(row.total))</span></div>"
    }
}
