/// What 1,000,000 thumbnails cost, in US dollars.
struct Cost: Sendable, Equatable, Encodable {
    /// Lambda's duration, GB-second by GB-second.
    var compute: Double
    /// Of `/tmp` beyond its free 512 MB.
    var ephemeralStorage: Double
    /// Lambda's charge for being invoked.
    var requests: Double
    /// S3's GET and HEAD.
    var s3Get: Double
    var s3Put: Double
    var total: Double

    /// - Parameters:
    ///   - billedMs: Of one invocation, on average.
    ///   - thumbnail: What one asks of S3.
    init(
        billedMs: Double, megabytes: Int, ephemeralMegabytes: Int = 512, architecture: Architecture,
        thumbnail: Summary.PerThumbnail, prices: Prices
    ) {
        compute = billedMs * prices.perMillisecond(megabytes: megabytes, architecture) * 1e6
        let chargedStorage = Double(max(0, ephemeralMegabytes - 512)) / 1_024
        ephemeralStorage = billedMs / 1_000 * chargedStorage * prices.ephemeralGigabyteSecond * 1e6
        requests = prices.millionRequests
        s3Get = (thumbnail.getRequests + thumbnail.headRequests) * prices.thousandGets * 1_000
        s3Put = thumbnail.putRequests * prices.thousandPuts * 1_000
        total = compute + ephemeralStorage + requests + s3Get + s3Put
    }
}
