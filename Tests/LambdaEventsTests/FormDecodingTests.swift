import Testing

@testable import LambdaEvents

@Suite struct FormDecodingTests {
    @Test(arguments: [
        ("plain.mp4", "plain.mp4"),
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("a%2bb", "a+b"),
        ("a%20b", "a b"),
        // Once: an object whose name holds an escape keeps it.
        ("100%2525", "100%25"),
        ("%2Fleading//double", "/leading//double"),
        ("%F0%9F%8E%AC.mov", "🎬.mov"),
        ("🎬", "🎬"),
        ("%00", "\0"),
    ])
    func `a plus is a space, an escape a byte`(encoded: String, decoded: String) {
        // By bytes: String compares spellings of one text as equal.
        #expect(formDecoded(encoded).map { Array($0.utf8) } == Array(decoded.utf8))
    }

    @Test func `Unicode is not normalised`() {
        #expect(formDecoded("e%CC%81").map { Array($0.utf8) } == [0x65, 0xCC, 0x81])
        #expect(formDecoded("%C3%A9").map { Array($0.utf8) } == [0xC3, 0xA9])
    }

    @Test(arguments: ["%", "%4", "%G0", "%0G", "%%41", "%+1", "%C3", "%C3%28", "%ED%A0%80"])
    func `a broken escape or broken UTF-8 is no key`(encoded: String) {
        #expect(formDecoded(encoded) == nil)
    }
}
