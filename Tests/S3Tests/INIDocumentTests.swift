import Testing

@testable import S3

@Suite("AWS's INI dialect")
struct INIDocumentTests {
    @Test("Sections hold settings, with or without spaces around the equals sign")
    func sections() {
        let sections = INIDocument("[default]\nregion=eu-west-1\n[ profile   dev ]\n Region = us-east-2 \n").sections
        #expect(sections["default"]?.values == ["region": "eu-west-1"])
        #expect(sections["profile dev"]?.values == ["region": "us-east-2"])
    }

    @Test("Comments, blank lines, CRLF and lines that are no settings are passed over")
    func noise() {
        let text =
            "stray = 1\r\n# comment\r\n[a]\r\n\r\n; comment\r\nwhat is this\r\n= 3\r\nx = 1\r\n[broken\r\ny = 2\r\n"
        #expect(INIDocument(text).sections == ["a": .init(values: ["x": "1"])])
    }

    @Test("A value keeps its own equals signs, number signs and inner spaces")
    func values() {
        let sections = INIDocument("[a]\ntoken = a/b+c== #1 x\n").sections
        #expect(sections["a"]?.values["token"] == "a/b+c== #1 x")
    }

    @Test("Indented settings belong to the name without a value above them")
    func nested() {
        let text =
            "[services s]\ns3 =\n  endpoint_url = http://a\n\taddressing_style=path\nec2 =\n  endpoint_url = http://b\nx = 1\n"
        let section = INIDocument(text).sections["services s"]
        #expect(section?.nested["s3"] == ["endpoint_url": "http://a", "addressing_style": "path"])
        #expect(section?.nested["ec2"] == ["endpoint_url": "http://b"])
        #expect(section?.values["x"] == "1")
    }

    @Test("A section that comes twice is merged, and its later values win")
    func merged() {
        let sections = INIDocument("[a]\nx=1\ny=1\n[b]\n[a]\ny=2").sections
        #expect(sections["a"]?.values == ["x": "1", "y": "2"])
    }
}
