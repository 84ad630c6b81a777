import FoundationEssentials

/// What AWS charges in one region, in US dollars, without a free tier, without volume discounts and without taxes.
///
/// `thumbbench tune --print-prices` prints it in the form that `--prices FILE` reads.
struct Prices: Sendable, Equatable, Codable {
    struct PerArchitecture: Sendable, Equatable, Codable {
        var x86_64: Double
        var arm64: Double

        subscript(architecture: Architecture) -> Double {
            switch architecture {
            case .x86_64: x86_64
            case .arm64: arm64
            }
        }
    }

    var region: String
    /// Of the figures: year-month-day.
    var date: String
    /// Where they can be checked.
    var sources: [String]
    /// A second of one GB (2^30 bytes) of a function's memory.
    var gigabyteSecond: PerArchitecture
    /// A second of one GB of `/tmp`, of which the first 512 MB are free.
    var ephemeralGigabyteSecond: Double
    /// 1,000,000 invocations.
    var millionRequests: Double
    /// 1,000 GET, HEAD and all other requests of S3 Standard.
    var thousandGets: Double
    /// 1,000 PUT, COPY, POST and LIST requests of S3 Standard.
    var thousandPuts: Double

    private enum CodingKeys: String, CodingKey {
        case region, date, sources
        case gigabyteSecond = "gigabyte_second"
        case ephemeralGigabyteSecond = "ephemeral_gigabyte_second"
        case millionRequests = "million_requests"
        case thousandGets = "thousand_gets"
        case thousandPuts = "thousand_puts"
    }

    /// The first price step of each. Reading from S3 in the function's own region costs no transfer.
    static let usEast1 = Prices(
        region: "us-east-1", date: "2026-08-19",
        sources: ["https://aws.amazon.com/lambda/pricing/", "https://aws.amazon.com/s3/pricing/"],
        gigabyteSecond: PerArchitecture(x86_64: 0.000_016_666_7, arm64: 0.000_013_333_4),
        ephemeralGigabyteSecond: 0.000_000_030_9, millionRequests: 0.20, thousandGets: 0.000_4, thousandPuts: 0.005)

    /// A millisecond of a function with so much memory: exact.
    ///
    /// aws-lambda-power-tuning multiplies the price of 128 MB, rounded up to 0.0000000021 (arm64: 0.0000000017), and so
    /// arrives 0.8 % (2 %) higher.
    func perMillisecond(megabytes: Int, _ architecture: Architecture) -> Double {
        Double(megabytes) / 1_024 * gigabyteSecond[architecture] / 1_000
    }
}

extension Prices {
    /// Reads what `--print-prices` prints, changed as the reader likes.
    init(file path: String) throws(BenchError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw BenchError("cannot read \(path): \(error.reason)")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw BenchError("\(path) has not all the fields that `thumbbench tune --print-prices` prints: \(error)")
        }
    }
}
