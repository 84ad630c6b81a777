import FoundationEssentials
import Testing

@testable import thumbbench

struct NetworkProfileTests {
    @Test func `A profile is a name or a file`() throws {
        #expect(try NetworkProfile(argument: "s3-cross-region") == .crossRegion)
        let file = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString).json")
            .path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: file) }
        try OutputFile.write(Data(#"{"firstByteMs": 7.5}"#.utf8), to: file)
        let profile = try NetworkProfile(argument: file)
        #expect(profile.name == file && profile.firstByteMs == 7.5 && profile.mbPerSecond == 0)
        try OutputFile.write(Data(#"{"delay": 7.5}"#.utf8), to: file)
        #expect(throws: BenchError.self) { try NetworkProfile(argument: file) }
        #expect(throws: BenchError.self) { try NetworkProfile(argument: "s3-nowhere") }
    }

    @Test(arguments: [("128", [128]), ("128,256", [128, 256]), ("", nil), ("128,", nil), ("128,x", nil)])
    func `A list has an element at each place`(argument: String, elements: [Int]?) {
        #expect(CommaSeparated<Int>(argument: argument)?.elements == elements)
    }
}
