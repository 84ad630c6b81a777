import Foundation
import Testing

@testable import thumbbench

struct PageTests {
    @Test(
        arguments: [
            (1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (1461, [0, 500, 1000, 1500]), (139, [0, 50, 100, 150]),
            (0.7, [0, 0.2, 0.4, 0.6, 0.8]), (5, [0, 1, 2, 3, 4, 5]),
            (0.000_4, [0, 0.000_1, 0.000_2, 0.000_3, 0.000_4]),
        ] as [(Double, [Double])])
    func `An axis has few round numbers and ends at or above the largest value`(maximum: Double, ticks: [Double]) {
        let axis = ChartAxis(upTo: maximum)
        #expect(axis.ticks.count == ticks.count)
        for (tick, expected) in zip(axis.ticks, ticks) { #expect(abs(tick - expected) < 1e-9, "\(axis.ticks)") }
        #expect(axis.upper >= maximum && axis.part(axis.upper) == 1)
    }

    @Test(arguments: [
        (0, "0"), (0.4, "0.40"), (3.25, "3.3"), (9.996, "10"), (999.6, "1,000"), (1_234_567, "1,234,567"),
    ])
    func `Numbers are short`(value: Double, text: String) {
        #expect(HTML.number(value) == text)
    }

    @Test func `What a user names cannot become markup`() {
        let bars = StackedBars(
            names: ["a<b", "c"], colours: ["c1", "c2"], unit: "ms",
            rows: [.init(label: "\"<script>&", parts: [1, 2], total: "<3>")])
        #expect(!bars.html.contains("<script>") && !bars.html.contains("<3>") && !bars.html.contains("a<b"))
        #expect(bars.html.contains("&quot;&lt;script&gt;&amp;"))
    }

    @Test func `The longest bar fills its row, and others are in proportion`() {
        let bars = StackedBars(
            names: ["x", "y"], colours: ["c1", "c2"], unit: "ms",
            rows: [.init(label: "a", parts: [30, 10], total: ""), .init(label: "b", parts: [0, 20], total: "")])
        for width in ["75.00%", "25.00%", "50.00%"] { #expect(bars.html.contains("width:\(width)")) }
        // A part of nothing is not drawn.
        #expect(bars.html.components(separatedBy: "width:").count == 4)
        #expect(StackedBars(names: ["x"], colours: ["c"], unit: "", rows: []).html.isEmpty)
    }

    @Test func `One disturbed run does not flatten the chart`() {
        let chart = BandChart(
            settings: [.init(label: "128 MB", detail: ""), .init(label: "256 MB", detail: "")],
            curves: [
                .init(
                    name: "warm", colour: "warm",
                    points: [.init(median: 500, p99: 100_000), .init(median: 250, p99: 260)])
            ])
        #expect(chart.html.contains("data-value=\"1,000\"") && !chart.html.contains("data-value=\"100,000\""))
        #expect(chart.html.contains("99th percentiles lie above the chart"))
        // The first median stands in the middle of the left half, at half of the height.
        #expect(chart.html.contains("left:25.00%;bottom:50.00%"))
    }

    @Test func `A setting without figures leaves a gap`() {
        let chart = BandChart(
            settings: [.init(label: "a", detail: ""), .init(label: "b", detail: "")],
            curves: [.init(name: "warm", colour: "warm", points: [nil, .init(median: 1, p99: 1)])])
        #expect(chart.html.contains("left:75.00%") && !chart.html.contains("left:25.00%"))
    }

    @Test func `A request is drawn from its start to its end`() {
        let request = RequestSample(
            method: "GET", status: 206, offset: 61_300_000, length: 193_000, bytes: 193_000, connection: 1, startMs: 20,
            firstByteMs: 60, endMs: 80)
        let html = Waterfall(requests: [request], durationMs: 100).html
        #expect(html.contains("GET 193 kB at 61.3 MB"))
        #expect(
            html.contains("margin-left:20.00%;width:40.00%") && html.contains("class=\"transfer\" style=\"width:20.00%")
        )
    }

    @Test func `A request that was given up says how much of it came`() {
        let request = RequestSample(
            method: "GET", status: 206, offset: 0, length: 1_000_000, bytes: 65_500, connection: 1, startMs: 0,
            firstByteMs: nil, endMs: 10)
        #expect(Waterfall(requests: [request], durationMs: 10).html.contains("GET 1.0 MB at 0 B, 65.5 kB taken"))
    }
}
