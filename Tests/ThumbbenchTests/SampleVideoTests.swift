import Testing

@testable import thumbbench

struct SampleVideoTests {
    @Test func `The cache is where the XDG specification has it`() throws {
        #expect(try SampleVideo.cacheDirectory(["XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/x/thumbbench")
        #expect(try SampleVideo.cacheDirectory(["XDG_CACHE_HOME": "", "HOME": "/h"]) == "/h/.cache/thumbbench")
        #expect(throws: BenchError.self) { try SampleVideo.cacheDirectory([:]) }
    }

    @Test func `The clip is repeated to the full length`() {
        let arguments = SampleRecipe.repeat("clip.mp4", to: "out.mp4")
        #expect(arguments.prefix(2) == ["-stream_loop", "23"])
        #expect(SampleRecipe.seconds % SampleRecipe.clipSeconds == 0)
    }

    @Test(arguments: [
        ("out_time_us=1500000", 1.5), ("out_time_us=N/A", nil), ("out_time_ms=7", nil), ("progress=end", nil),
    ])
    func `Progress is read from ffmpeg's own report`(line: String, seconds: Double?) {
        #expect(FFmpeg.presentationTime(inProgress: line) == seconds)
    }
}
