import Testing

@testable import Thumbnailer

@Suite("The wanted time")
struct WantedTimeTests {
    @Test(
        "Seconds, clock times, percentages and the middle are understood",
        arguments: [
            ("0", .seconds(0)), ("90", .seconds(90)), ("1.5", .seconds(1.5)), (".5", .seconds(0.5)),
            ("86400", .seconds(86_400)),
            ("1:30", .seconds(90)), ("90:00", .seconds(5400)), ("01:02:03", .seconds(3723)),
            ("1:02:03.25", .seconds(3723.25)), ("100:00:00", .seconds(360_000)), ("0:59.999", .seconds(59.999)),
            ("0%", .fraction(0)), ("10%", .fraction(0.1)), ("12.5%", .fraction(0.125)), ("100%", .fraction(1)),
            ("middle", .fraction(0.5)),
        ] as [(String, WantedTime)])
    func valid(text: String, expected: WantedTime) {
        #expect(WantedTime(text) == expected)
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", " ", "noon", "Middle", "1s", "1 ", " 1", "-1", "+1", "-0", "1,5", "1e3", "0x10", "inf", "nan", ".",
            "1.5.2",
            "%", "-1%", "100.1%", "1e1%", "%10", "10 %", "10%%", "1:2%", "middle%",
            ":", "1:", ":1", "1::1", "1:2:3:4", "1:60", "1:2:60", "1.5:00", "-1:00", "1:-1", "+1:00", "1:+1", "1:1e1",
            "１", "٣:00",
        ])
    func invalid(text: String) {
        #expect(WantedTime(text) == nil)
    }

}

@Suite("What is made unless somebody says otherwise")
struct ThumbnailOptionsTests {
    @Test("10 % of the time, 480 pixels wide, quality 80")
    func defaults() {
        let options = ThumbnailOptions()
        #expect(options.time == .fraction(0.1))
        #expect(options.width == 480)
        #expect(options.height == nil)
        #expect(options.quality == 80)
    }

    @Test("A height alone replaces the default width; a width holds with any height")
    func bounds() {
        #expect(ThumbnailOptions(height: 100).width == nil)
        #expect(ThumbnailOptions(width: 200).height == nil)
        #expect(ThumbnailOptions(width: 200, height: 100).width == 200)
        #expect(ThumbnailOptions(width: 200, height: 100).height == 100)
    }
}
