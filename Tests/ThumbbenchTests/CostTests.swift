import FoundationEssentials
import Testing

@testable import thumbbench

struct CostTests {
    private let thumbnail = Summary.PerThumbnail(
        getRequests: 3, headRequests: 1, putRequests: 1, bytesRead: 1e6, bytesWritten: 2e4)

    /// The table on Lambda's page of prices, for x86 in US East.
    @Test(arguments: [
        (128, 0.000_000_002_1), (512, 0.000_000_008_3), (1_024, 0.000_000_016_7), (10_240, 0.000_000_166_7),
    ])
    func `A millisecond costs what Lambda's table says, which is rounded to ten decimals`(
        megabytes: Int, price: Double
    ) {
        #expect(abs(Prices.usEast1.perMillisecond(megabytes: megabytes, .x86_64) - price) < 0.000_000_000_05)
    }

    @Test func `aws-lambda-power-tuning's rounded price is 0.8 and 2 percent higher`() {
        let prices = Prices.usEast1
        #expect(abs(2.1e-9 / prices.perMillisecond(megabytes: 128, .x86_64) - 1.008) < 0.000_1)
        #expect(abs(1.7e-9 / prices.perMillisecond(megabytes: 128, .arm64) - 1.02) < 0.000_1)
    }

    @Test func `A million thumbnails cost their compute, their invocations and their requests`() {
        // 100 ms of half a GB are 50,000 GB-seconds in a million.
        let cost = Cost(
            billedMs: 100, megabytes: 512, architecture: .x86_64, thumbnail: thumbnail, prices: .usEast1)
        #expect(abs(cost.compute - 0.833_335) < 1e-9)
        #expect(abs(cost.s3Get - 1.6) < 1e-9 && abs(cost.s3Put - 5) < 1e-9)
        #expect(cost.requests == 0.2 && cost.ephemeralStorage == 0)
        #expect(abs(cost.total - 7.633_335) < 1e-9)
    }

    @Test func `Of ephemeral storage, what is above 512 MB costs`() {
        let cost = Cost(
            billedMs: 1_000, megabytes: 128, ephemeralMegabytes: 1_536, architecture: .arm64, thumbnail: thumbnail,
            prices: .usEast1)
        #expect(abs(cost.ephemeralStorage - 0.030_9) < 1e-9)
        #expect(abs(cost.compute - 1.666_675) < 1e-9)
    }

    @Test func `Prices that are printed can be read again`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "prices.json").path(percentEncoded: false)
        var prices = Prices.usEast1
        prices.gigabyteSecond.arm64 = 1
        try OutputFile.write(Data(JSONOutput.pretty(prices).utf8), to: file)
        #expect(try Prices(file: file) == prices)

        try OutputFile.write(Data(#"{"region": "us-east-1"}"#.utf8), to: file)
        #expect(throws: BenchError.self) { try Prices(file: file) }
        #expect(throws: BenchError.self) { try Prices(file: file + ".missing") }
    }
}
