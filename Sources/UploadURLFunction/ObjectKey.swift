import FoundationEssentials

/// The keys of uploads, as in `uploads/2026/11/22/5e0c….mp4`: nothing of them is the uploader's choice.
enum ObjectKey {
    /// By the day in UTC, so that a day's uploads can be listed.
    static func make(prefix: String, date: Date, id: String, fileExtension: String) -> String {
        let day = date.formatted(.iso8601.year().month().day().dateSeparator(.dash))
        return "\(prefix)\(day.replacing("-", with: "/"))/\(id).\(fileExtension)"
    }

    /// 128 random bits in hexadecimal: nobody guesses another's key.
    static func randomID() -> String {
        (0..<16).map { _ in
            let byte = String(UInt8.random(in: .min ... .max), radix: 16)
            return byte.count == 1 ? "0" + byte : byte
        }.joined()
    }
}
