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
        func line(_ fraction: Double, after elapsed: Duration = .seconds(10), _ detail: String = "a.mp4") -> String {
            ProgressBar.line("run", fraction: fraction, elapsed: elapsed, detail: detail)
        }
        #expect(line(0.5) == "run [############............] 50% 0:10 left a.mp4")
        #expect(line(0.1, after: .seconds(13.3)) == "run [##......................] 10% 2:00 left a.mp4")
        #expect(line(0.01) == "run [........................] 1% a.mp4")
        #expect(line(7) == "run [########################] 100% a.mp4")
        #expect(line(1, String(repeating: "x", count: 200)).count == 79)
    }

    @Test func `Lines break between words, and addresses stay whole`() {
        #expect("one two three".wrapped(columns: 7) == "one two\nthree")
        #expect("a https://example.com/long b\n\nc".wrapped(columns: 5) == "a\nhttps://example.com/long\nb\n\nc")
    }
}
