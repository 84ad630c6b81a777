/// Curves over a few settings, each with a band from its median to its 99th percentile.
struct BandChart {
    struct Point {
        let median: Double
        let p99: Double
    }

    struct Curve {
        let name: String
        /// A class of the page's style.
        let colour: String
        /// One for each setting; nil where nothing was measured.
        let points: [Point?]
    }

    struct Setting {
        let label: String
        let detail: String
        var isMarked = false
    }

    let settings: [Setting]
    let curves: [Curve]

    /// Where the largest value is far above all medians, the chart ends below it: one disturbed run would flatten all.
    private static let mostAboveMedians = 2.0

    private var points: [Point] { curves.flatMap(\.points).compactMap { $0 } }

    private var axis: ChartAxis? {
        guard let median = points.map(\.median).max(), let largest = points.map(\.p99).max(), median > 0 else {
            return nil
        }
        return ChartAxis(upTo: min(largest, Self.mostAboveMedians * median))
    }

    var html: String {
        guard let axis else { return "" }
        let isCut = points.contains { $0.p99 > axis.upper }
        return """
            \(StackedBars.legend(curves.map { ($0.name, $0.colour) }))
            <div class="chart" style="--columns:\(settings.count)">
            \(axis.ticks.map { "<hr style=\"bottom:\(HTML.percent(axis.part($0)))\" data-value=\"\(HTML.number($0))\">" }
                .joined(separator: "\n"))
            \(settings.indices.filter { settings[$0].isMarked }.map { "<em style=\"left:\(left($0, centre: false))\"></em>" }
                .joined())
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            \(curves.map { svg(of: $0, axis) }.joined(separator: "\n"))
            </svg>
            \(curves.flatMap { labels(of: $0, axis) }.joined(separator: "\n"))
            </div>
            <div class="settings" style="--columns:\(settings.count)">
            \(settings.map(Self.html).joined(separator: "\n"))
            </div>
            \(isCut ? "<p class=\"note\">Some 99th percentiles lie above the chart; the table has them.</p>" : "")
            """
    }

    private func x(_ index: Int) -> Double { (Double(index) + 0.5) / Double(settings.count) }

    private func left(_ index: Int, centre: Bool) -> String {
        HTML.percent(centre ? x(index) : Double(index) / Double(settings.count))
    }

    private func svg(of curve: Curve, _ axis: ChartAxis) -> String {
        let known = curve.points.enumerated().compactMap { index, point in point.map { (x(index), $0) } }
        func coordinates(_ points: [(Double, Double)]) -> String {
            points.map { x, value in
                let y = 1 - min(axis.part(value), 1)
                return "\((x * 100).formatted(decimals: 2)),\((y * 100).formatted(decimals: 2))"
            }.joined(separator: " ")
        }
        let line = known.map { ($0, $1.median) }
        let above = known.reversed().map { ($0, $1.p99) }
        return """
            <polygon class="\(curve.colour)" points="\(coordinates(line + above))"/>
            <polyline class="\(curve.colour)" points="\(coordinates(line))"/>
            """
    }

    private func labels(of curve: Curve, _ axis: ChartAxis) -> [String] {
        curve.points.enumerated().compactMap { index, point in
            guard let point else { return nil }
            let title =
                "\(curve.name), \(settings[index].label): median \(HTML.number(point.median)) ms, "
                + "99th percentile \(HTML.number(point.p99)) ms"
            return "<span class=\"\(curve.colour)\" style=\"left:\(left(index, centre: true));"
                + "bottom:\(HTML.percent(axis.part(point.median)))\" title=\"\(HTML.escaped(title))\">"
                + "\(HTML.number(point.median))</span>"
        }
    }

    private static func html(of setting: Setting) -> String {
        "<div\(setting.isMarked ? " class=\"marked\"" : "")><b>\(HTML.escaped(setting.label))</b>"
            + "<small>\(HTML.escaped(setting.detail))</small></div>"
    }
}
