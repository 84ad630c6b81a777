import FoundationEssentials
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// When a request was signed, by the clock of whoever signed it, and for how long that holds.
struct SignedTime: Sendable, Equatable {
    /// How far S3's clock and the signer's may be apart, in seconds.
    static let allowedSkew: TimeInterval = 15 * 60

    let date: Date
    /// How long a presigned URL may be used from its date on, in seconds. Nil for a request that is to be sent at once.
    let expires: TimeInterval?

    /// Reads `x-amz-date` from the headers, or a presigned URL's `X-Amz-Date` and `X-Amz-Expires`.
    init?(uri: String, headers: HTTPHeaders) {
        var query: [Substring: Substring] = [:]
        for item in uri.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let (name, value) = (item.prefix { $0 != "=" }, item.drop { $0 != "=" }.dropFirst())
            query[name] = value
        }
        let text = query["X-Amz-Date"].map(String.init) ?? headers.first(name: "x-amz-date")
        guard let date = text.flatMap(dateFromBasicFormat) else { return nil }
        self.date = date
        expires = query["X-Amz-Expires"].flatMap { TimeInterval($0) }
    }

    /// Why S3 would refuse a request that reaches it at `now`, by its own clock. Nil if it would not.
    func refusal(at now: Date) -> Refusal? {
        let age = now.timeIntervalSince(date)
        if let expires, age > expires { return Refusal(code: .accessDenied) }
        guard age < -Self.allowedSkew || expires == nil && age > Self.allowedSkew else { return nil }
        return Refusal(
            code: .requestTimeTooSkewed,
            details: ["MaxAllowedSkewMilliseconds": "\(Int(Self.allowedSkew * 1000))"])
    }
}

/// Reads ISO 8601's basic format, as in `20150830T123600Z`.
private func dateFromBasicFormat(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int32? {
        guard bytes[range].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return bytes[range].reduce(0) { $0 * 10 + Int32($1 - 0x30) }
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
        let minute = number(11..<13), let second = number(13..<15)
    else { return nil }
    var time = tm()
    (time.tm_year, time.tm_mon, time.tm_mday) = (year - 1900, month - 1, day)
    (time.tm_hour, time.tm_min, time.tm_sec) = (hour, minute, second)
    return Date(timeIntervalSince1970: TimeInterval(timegm(&time)))
}
