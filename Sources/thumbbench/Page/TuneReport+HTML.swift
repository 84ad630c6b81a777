extension TuneReport {
    /// One page that needs no other file, no network and no script.
    var html: String {
        let header = """
            <header>
            <h1>\(HTML.escaped(title))</h1>
            <p>\(HTML.escaped(subtitle))</p>
            </header>
            """
        let sections = [header, answer, durations, costs, stages, waterfalls, peers, table, conditionsList]
        return HTML.page(title: title, style: PageStyle.css, body: sections.joined(separator: "\n"))
    }

    private var title: String { "How much memory the thumbnail function should have" }

    private var videos: String {
        let names = inputs.map { "\($0.path.split(separator: "/").last ?? "") (\(HTML.bytes($0.bytes)))" }
        return names.count > 3 ? "\(names.count) videos" : names.joined(separator: ", ")
    }

    private var subtitle: String {
        "\(videos); \(conditions.coldStarts) cold starts and \(conditions.warmInvocations) warm invocations of each setting; "
            + "\(conditions.date.prefix(10))\(isComplete ? "" : "; interrupted before the end")"
    }

    private func section(_ title: String, _ explanation: String, _ content: String) -> String {
        guard !content.isEmpty else { return "" }
        return """
            <section>
            <h2>\(HTML.escaped(title))</h2>
            <p>\(HTML.escaped(explanation))</p>
            \(content)
            </section>
            """
    }

    // MARK: The answer

    private var answer: String {
        guard let recommendation, let tier = tiers.first(where: { $0.megabytes == recommendation.megabytes }) else {
            return "<section class=\"answer\"><h2>No setting made every thumbnail.</h2></section>"
        }
        let cost = tier.costs.first { $0.architecture == tier.pricedArchitecture }
        var facts: [(String, String)] = [
            ("one thumbnail, warm", tier.warmMs.map { "\(HTML.number($0.p50)) ms" } ?? "–"),
            ("a cold start, billed", tier.billedColdMs.map { "\(HTML.number($0.p50)) ms" } ?? "–"),
            ("a million, warm", (cost?.warm).map { "$\($0.total.formatted(decimals: 2))" } ?? "–"),
            (
                "of it Lambda's",
                (cost?.warm).map { "$\(($0.total - $0.s3Get - $0.s3Put).formatted(decimals: 2))" } ?? "–"
            ),
            ("memory left", tier.memory.headroomBytes.map { "\($0 >> 20) of \(tier.megabytes) MB" } ?? "–"),
        ]
        if let knee { facts.append(("where the curve bends", "\(knee) MB")) }
        return """
            <section class="answer">
            <h2>\(recommendation.megabytes) MB</h2>
            \(findings.map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n"))
            <dl>\(facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }.joined())</dl>
            </section>
            """
    }

    private func isMarked(_ tier: TierReport) -> Bool { tier.megabytes == recommendation?.megabytes }

    private func label(_ tier: TierReport) -> String { "\(HTML.number(Double(tier.megabytes))) MB" }

    // MARK: Charts

    private var durations: String {
        func points(_ distribution: (TierReport) -> Distribution?) -> [BandChart.Point?] {
            tiers.map { distribution($0).map { .init(median: $0.p50, p99: $0.p99) } }
        }
        let chart = BandChart(
            settings: tiers.map {
                .init(label: label($0), detail: "\($0.cpus.formatted(decimals: 2)) CPU", isMarked: isMarked($0))
            },
            curves: [
                .init(name: "cold start with its init phase", colour: "cold", points: points(\.billedColdMs)),
                .init(name: "warm invocation", colour: "warm", points: points(\.warmMs)),
            ])
        return section(
            "How long a thumbnail takes",
            "Milliseconds that are billed, by memory setting: the median, and above it a band to the 99th percentile.",
            chart.html)
    }

    private var costs: String {
        let measured = tiers.compactMap { tier in
            tier.costs.first { $0.architecture == tier.pricedArchitecture }.flatMap { cost in
                cost.warm.map { (tier, $0, cost.cold) }
            }
        }
        let bars = StackedBars(
            names: ["Lambda, time", "Lambda, requests", "S3, GET and HEAD", "S3, PUT"],
            colours: ["c4", "c1", "c2", "c7"], unit: "USD",
            rows: measured.map { tier, cost, _ in
                .init(
                    label: label(tier),
                    parts: [cost.compute + cost.ephemeralStorage, cost.requests, cost.s3Get, cost.s3Put],
                    total: "$\(cost.total.formatted(decimals: 2))", isMarked: isMarked(tier))
            })
        return section(
            "What a million thumbnails cost",
            "US dollars for warm invocations, prices of \(prices.region), \(prices.date), without free tier. "
                + "What S3 takes for its requests is the same in every setting.", bars.html)
    }

    private var stages: String {
        let names = ["init", "wait for S3", "open", "decode", "scale", "encode", "put", "other"]
        let colours = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]
        func bars(_ stages: KeyPath<TierReport, StageTimes?>, initial: (TierReport) -> Double?) -> String {
            StackedBars(
                names: names, colours: colours, unit: "ms",
                rows: tiers.compactMap { tier in
                    guard let times = tier[keyPath: stages] else { return nil }
                    let parts = [initial(tier) ?? 0] + StageTimes.stages.map { times[keyPath: $0] }
                    return .init(
                        label: label(tier), parts: parts, total: "\(HTML.number(parts.reduce(0, +))) ms",
                        isMarked: isMarked(tier))
                }
            ).html
        }
        let cold = bars(\.coldStages, initial: \.averageInitMs)
        let warm = bars(\.warmStages, initial: { _ in nil })
        guard !(cold + warm).isEmpty else { return "" }
        return section(
            "Where the time goes",
            "Milliseconds, averages of the middle three fifths. Waiting is what no memory setting shortens; other is the "
                + "event's way in, the answer's way out, and the look whether the thumbnail is there already.",
            "<h3>Cold</h3>\(cold)<h3>Warm</h3>\(warm)")
    }

    private var waterfalls: String {
        guard let tier = tiers.first(where: isMarked) ?? tiers.last else { return "" }
        let charts = [
            ("Cold", tier.coldRequests, tier.coldMs?.p50 ?? 0), ("Warm", tier.warmRequests, tier.warmMs?.p50 ?? 0),
        ].map { name, requests, duration in
            let chart = Waterfall(requests: requests, durationMs: duration).html
            return chart.isEmpty ? "" : "<h3>\(name)</h3>\(chart)"
        }.joined()
        guard !charts.isEmpty else { return "" }
        return section(
            "What one thumbnail asks of S3",
            "At \(label(tier)), the invocation nearest to the median; milliseconds from the event's arrival. Light is "
                + "waiting for the first byte, dark is the transfer.", charts)
    }

    private var peers: String {
        guard let comparison, let input = comparison.inputs.first else { return "" }
        let names = input.peers.indices.filter { input.figures[$0].wallMs != nil }
        let bars = StackedBars(
            names: ["wall time"], colours: ["c1"], unit: "ms",
            rows: names.map { index in
                let figures = input.figures[index]
                let facts = [
                    figures.wallMs.map { "\(HTML.number($0.median)) ms" },
                    figures.bytes.map { HTML.bytes(Int64($0.median)) },
                    figures.peakResidentBytes.map { "\(HTML.number($0.median / 1_048_576)) MB RAM" },
                ].compactMap { $0 }
                return .init(
                    label: input.peers[index].name, parts: [figures.wallMs?.median ?? 0],
                    total: facts.joined(separator: ", "), isMarked: index == 0)
            })
        let failed = input.peers.filter { $0.firstFailure != nil }.map { "\($0.name): \($0.verdict)" }
        let missing = comparison.notInstalled.map { "\($0): not installed" }
        let notes = (failed + missing).map { "<p class=\"note\">\(HTML.escaped($0))</p>" }.joined()
        return section(
            "Beside other programs",
            "The same thumbnail of \(input.path.split(separator: "/").last ?? ""), each program as a cold process without "
                + "limits, in turns, from the same server; medians of \(comparison.rounds) rounds: time, bytes read, memory.",
            "<div class=\"peers\">\(bars.html)</div>\(notes)")
    }

    // MARK: Figures

    private var table: String {
        let others = tiers.first.map { tier in tier.costs.filter { $0.architecture != tier.pricedArchitecture } } ?? []
        let header =
            [
                "", "CPU", "init", "cold p50", "p90", "p99", "warm p50", "95 %", "p90", "p99", "billed cold", "warm",
                "throttled",
                "peak MB", "free MB", "USD a million", "cold",
            ] + others.map { "\($0.architecture.rawValue)\($0.isMeasured ? "" : "*")" } + ["verdict"]
        let rows = tiers.map { tier in
            let cost = tier.costs.first { $0.architecture == tier.pricedArchitecture }
            let cells =
                [label(tier), tier.cpus.formatted(decimals: 2)]
                + [
                    tier.initMs?.p50, tier.coldMs?.p50, tier.coldMs?.p90, tier.coldMs?.p99, tier.warmMs?.p50,
                ].map(Cell.milliseconds)
                + [Cell.interval(tier.warmMs?.medianInterval)]
                + [tier.warmMs?.p90, tier.warmMs?.p99].map(Cell.milliseconds)
                + [tier.billedColdMs?.p50, tier.billedWarmMs?.p50, tier.throttledWarmMs?.p50].map { Cell.number($0) }
                + [Cell.megabytes(tier.memory.peakResidentBytes), Cell.megabytes(tier.memory.headroomBytes)]
                + [Cell.dollars(cost?.warm?.total), Cell.dollars(cost?.cold?.total)]
                + tier.costs.filter { $0.architecture != tier.pricedArchitecture }.map { Cell.dollars($0.warm?.total) }
                + [tier.verdicts.words]
            return "<tr\(isMarked(tier) ? " class=\"marked\"" : "")>"
                + cells.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>"
        }
        return """
            <section>
            <h2>All figures</h2>
            <p>Milliseconds. With fewer than 100 samples the 99th percentile is the largest.</p>
            <div class="scrolled"><table>
            <tr>\(header.map { "<th>\($0)</th>" }.joined())</tr>
            \(rows.joined(separator: "\n"))
            </table></div>
            </section>
            """
    }

    private var conditionsList: String {
        let rate = conditions.bytesPerSecond.map { "\((Double($0) / 1e6).formatted(decimals: 0)) MB/s" } ?? "no limit"
        let facts = [
            "Machine: \(conditions.architecture.rawValue), \(conditions.host.cpus) CPUs, kernel \(conditions.host.kernel); "
                + "limits enforced by \(conditions.enforcedBy).",
            "S3: \(conditions.firstByteDelayMs.formatted(decimals: 0)) ms to the first byte, \(rate) on each connection.",
            "Function: \(conditions.function.split(separator: "/").last ?? "")"
                + (conditions.functionBytes.map { ", \(HTML.bytes($0))" } ?? "") + "; seed \(conditions.seed).",
        ]
        return """
            <section>
            <h2>How it was measured</h2>
            <ul>\((facts + reservations).map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n"))</ul>
            <p><a href="\(HTML.escaped(VisualizationURL.make(candidates)))">The same in aws-lambda-power-tuning's chart</a></p>
            </section>
            """
    }
}
