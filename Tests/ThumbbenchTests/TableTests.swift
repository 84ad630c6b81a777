import Testing

@testable import thumbbench

struct TableTests {
    @Test func `Names stand to the left, figures to the right, groups above their columns`() {
        let table = Table(
            groups: [("", 1), ("cold", 2), ("a wide title", 1)], header: ["name", "min", "max", "x"],
            rows: [["a.mp4", "1.0", "12.5", "7"], ["longer.mp4", "3.0", "4.0", "-"]])
        #expect(
            table.render() == """
                            - cold --  a wide title
                name        min   max             x
                a.mp4       1.0  12.5             7
                longer.mp4  3.0   4.0             -

                """)
    }

    @Test func `A progress bar fits the narrowest terminal`() {
        #expect(ProgressBar.line("run", fraction: 0.5, detail: "a.mp4") == "run [############............] 50% a.mp4")
        #expect(ProgressBar.line("run", fraction: 7, detail: "").hasPrefix("run [########################] 100%"))
        #expect(ProgressBar.line("run", fraction: 1, detail: String(repeating: "x", count: 200)).count == 79)
    }
}
